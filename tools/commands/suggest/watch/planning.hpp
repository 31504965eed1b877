// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What to start, and what is known about each test before it starts. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "commands/suggest/watch/scratch_tree.hpp"
#include "ctest/ctest_listing.hpp"
#include "discovered/marker_sources.hpp"
#include "observed/observation.hpp"

namespace parallel_testing::suggest_command {

/// A case of a program that CTest runs as one test.
struct program_case {
  std::string name;      ///< in its framework
  std::string argument;  ///< of the program, which selects it
  std::string framework{};
};

/// The plan for all tests of a build tree, in the order of CTest. `cases` has
/// the cases of each test that is watched case by case. `records` is a
/// directory.
[[nodiscard]] std::vector<planned_test> plan_tests(
    const std::vector<tools::listed_test>& tests,
    const std::vector<std::vector<program_case>>& cases,
    const std::string& records);

/// Gives tests with one working directory one lock, so that others may run at
/// the same time.
void separate_directories(std::vector<planned_test>& plan,
                          const std::vector<tools::listed_test>& tests);

/// The starts of a plan in the order of CTest: the first has number 1.
struct numbered_start {
  std::size_t test = 0;   ///< index in the plan
  std::size_t start = 0;  ///< index in its starts
};
[[nodiscard]] std::vector<numbered_start> starts_of(
    const std::vector<planned_test>& plan);

/// The indices in `all` of the tests in `some`, which are in the same order.
[[nodiscard]] std::vector<std::size_t> places_of(
    const std::vector<tools::listed_test>& some,
    const std::vector<tools::listed_test>& all);

/// A test before it was watched.
[[nodiscard]] tools::watched_test describe(
    const tools::listed_test& test, const tools::discovered_index& known);

}  // namespace parallel_testing::suggest_command
