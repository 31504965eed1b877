// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>
#include <vector>

namespace parallel_testing::debug_command {

/// The test whose command changes.
struct replaced_command {
  std::string name;
  std::size_t same_named = 1;  ///< which of the tests with its name, from 1
  std::vector<std::string> words;
};

/// The text of the CTestTestfile.cmake of a scratch tree that has the tests of
/// `build`. One of them has another command, after its launcher if it has one,
/// and no time limit. The directory of the run is `run_directory`, so that the
/// results of the last run stay the last. Pure.
[[nodiscard]] std::string scratch_tests(const std::string& build,
                                        const std::string& run_directory,
                                        const replaced_command& replaced);

}  // namespace parallel_testing::debug_command
