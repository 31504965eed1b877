// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string_view>

namespace deviating {

int length_of(std::string_view text);

}  // namespace deviating
