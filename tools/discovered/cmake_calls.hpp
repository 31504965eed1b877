// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace parallel_testing::tools {

/// `name(argument argument)`; references are not resolved.
struct cmake_call {
  std::string name;
  std::vector<std::string> arguments;
};

/// The calls in CMake code that ParallelTesting generated. What is no such
/// code gives no or odd calls, never an error. Pure, linear.
[[nodiscard]] std::vector<cmake_call> parse_cmake_calls(std::string_view text);

}  // namespace parallel_testing::tools
