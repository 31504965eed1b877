// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

namespace parallel_testing::tools {

/// The output of each test, by name, from a JUnit file of ctest. Empty if the
/// text is not such a file. Never resolves entities.
[[nodiscard]] std::unordered_map<std::string, std::string> outputs_in_junit(
    std::string_view text);

}  // namespace parallel_testing::tools
