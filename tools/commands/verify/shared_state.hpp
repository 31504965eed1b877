// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Checks what watched tests share against the locks that they have now.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "commands/suggest/pairs.hpp"
#include "commands/verify/check.hpp"
#include "ctest/ctest_listing.hpp"
#include "discovered/discovered_targets.hpp"
#include "sharing/sharing.hpp"

namespace parallel_testing::verify_command {

struct shared_state {
  std::string unusable;  ///< why nothing was concluded, else empty
  tools::observation of;
  tools::sharing found;
  /// The pairs about each resource that nothing keeps apart.
  std::vector<suggest_command::resource_pairs> pairs;
  std::size_t unwatched = 0;  ///< number of tests
};

/// Pure.
[[nodiscard]] check judge_shared_state(const shared_state& seen);

/// Gives the tests the locks, fixtures and order that CTest lists now. Pure.
void refresh(tools::observation& of,
             const std::vector<tools::listed_test>& tests);

/// The tests that are not in the observation. Pure.
[[nodiscard]] std::size_t count_unwatched(
    const tools::observation& of, const std::vector<tools::listed_test>& tests);

struct registered_tests {
  const std::vector<tools::listed_test>& tests;
  const std::vector<tools::discovered_target>& targets;
};

/// Reads the latest observation of the build tree.
[[nodiscard]] shared_state shared_state_of(const std::string& build,
                                           const registered_tests& given);

}  // namespace parallel_testing::verify_command
