// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace parallel_testing::tools {

/// `name(argument argument)`. Variable references are not evaluated.
struct cmake_call {
  std::string name;
  std::vector<std::string> arguments;
};

/// The calls in CMake code that ParallelTesting generated. Other text yields no
/// calls or meaningless ones, but never an error. Pure, linear.
[[nodiscard]] std::vector<cmake_call> parse_cmake_calls(std::string_view text);

}  // namespace parallel_testing::tools
