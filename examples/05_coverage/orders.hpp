// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

namespace orders {

/// Price in cents: ten percent off from ten pieces on.
int price(int pieces, int price_of_one);

/// Working days until an order arrives.
int days_to_deliver(int pieces);

}  // namespace orders
