// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What `verify` says of one thing it looked at.
#pragma once

#include <string>
#include <vector>

namespace parallel_testing::verify_command {

enum class standing { pass, fail, skipped };

/// `pass`, `fail`, `skipped`: stable, for programs.
[[nodiscard]] const char* to_text(standing how);

struct problem {
  std::string text;
  std::string remedy;  // what to do
};

struct check {
  std::string name;
  standing how = standing::pass;
  std::string summary;            // one line: what was seen, or why not
  std::vector<problem> problems;  // of a check that fails
};

/// Fails when there are problems, else passes.
[[nodiscard]] check judged(const char* name, std::string summary,
                           std::vector<problem> problems);

[[nodiscard]] check skipped(const char* name, std::string why);

}  // namespace parallel_testing::verify_command
