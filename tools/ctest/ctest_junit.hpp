// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

namespace parallel_testing::tools {

/// What each test printed, by its name, from the JUnit file that ctest writes.
/// Empty for a text that is none; no entity is ever resolved.
[[nodiscard]] std::unordered_map<std::string, std::string> outputs_in_junit(
    std::string_view text);

}  // namespace parallel_testing::tools
