// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Which test to debug.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "ctest/ctest_listing.hpp"

namespace parallel_testing::debug_command {

struct debugged_test {
  tools::listed_test listed;
  std::size_t number = 0;      ///< in CTest
  std::size_t same_named = 1;  ///< which of the tests with its name, from 1
  std::string self;            ///< the case, if the test has several
  /// The command of the test; of a case, with only this case.
  std::vector<std::string> command;
  std::string directory;  ///< in which ctest starts it
};

/// The test `name` of those that ctest lists in this order. Throws
/// cli::failure.
[[nodiscard]] debugged_test find_debugged_test(
    const std::string& name, const std::vector<tools::listed_test>& tests,
    const std::string& build, const std::string& configuration);

/// The name of the last test in ctest's list of failed tests. `others` is the
/// number of the other tests in it. Throws cli::failure if there is none.
[[nodiscard]] std::string last_failed(const std::string& build,
                                      std::size_t& others);

/// `arguments` with `selector` instead of the one that begins with `reference`,
/// after the flag of the framework. Pure.
[[nodiscard]] std::vector<std::string> with_selector(
    std::vector<std::string> arguments, const std::string& reference,
    const std::string& selector);

}  // namespace parallel_testing::debug_command
