// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The commands that CMake executed while it configured a project, from `cmake
// --trace-expand --trace-format=json-v1`. The file API has no calls that
// register tests; the trace has them with the values of their arguments.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <set>
#include <string>
#include <vector>

namespace parallel_testing::tools {

struct traced_call {
  std::string command;  ///< in lower case
  std::string file;
  std::int64_t line = 0;
  std::vector<std::string> arguments{};  ///< with the values of variables
  std::string directory{};  ///< source directory in which it was executed
};

/// The calls of these commands, in the order of their execution. Throws
/// record_error for any other text.
[[nodiscard]] std::vector<traced_call> parse_trace(
    std::istream& text, const std::set<std::string>& commands);

}  // namespace parallel_testing::tools
