// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstdint>
#include <string>

namespace shop {

/// Asks the service on 127.0.0.1 for the price of `item`. Throws
/// std::runtime_error when it does not answer.
int ask_price(std::uint16_t port, const std::string& item);

}  // namespace shop
