// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The ctest processes that a run starts.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "commands/run/options.hpp"
#include "commands/run/settings.hpp"
#include "ctest/child.hpp"
#include "ctest/failed_tests.hpp"

namespace parallel_testing::run_command {

/// The file to which ctest writes the output of tests that pass, for reports
/// that contain it.
[[nodiscard]] std::string junit_of_ctest(const run_settings& with);
[[nodiscard]] bool needs_outputs(const options& wanted);

/// The ctest that lists the tests while the first one runs them. Creates its
/// directory, which remove_listing() removes.
[[nodiscard]] tools::program_start listing_of(
    const run_settings& with, const tools::sorted_arguments& sorted);
void remove_listing(const run_settings& with);

/// The ctest that runs all requested tests.
[[nodiscard]] tools::program_start all_tests(const run_settings& with,
                                             const options& wanted,
                                             std::int64_t round);

/// The ctest that runs these tests and the fixtures that they need.
[[nodiscard]] tools::program_start some_tests(
    const run_settings& with, const options& wanted,
    const tools::sorted_arguments& sorted, std::int64_t round,
    const std::vector<tools::numbered_test>& tests);

/// Whether ctest itself stops after the first failure.
[[nodiscard]] bool stops_at_once(const options& wanted,
                                 const tools::sorted_arguments& sorted);

}  // namespace parallel_testing::run_command
