// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

namespace parallel_testing::app {

struct bad_input {
  const char* name;
  std::vector<std::string> arguments;  ///< `@` stands for the folder of inputs
  int exit_code;
  const char* says;  ///< on stderr
};

void PrintTo(const bad_input& shown, std::ostream* out);

/// Of every command that reads something.
[[nodiscard]] const std::vector<bad_input>& all_bad_inputs();

}  // namespace parallel_testing::app
