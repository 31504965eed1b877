// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Runs the tests of a build tree serially and in parallel.
#pragma once

#include <string>
#include <vector>

#include "adopt/report.hpp"
#include "cli/command.hpp"
#include "commands/suggest/prove.hpp"

namespace parallel_testing::adopt_command {

inline constexpr int parallel_rounds = 5;
inline constexpr const char* parallel_jobs = "8";

/// What the rounds show. A test that did not run in a round failed. Pure.
[[nodiscard]] tools::measured_suite measured(
    const suggest_command::proof_round& serial,
    const std::vector<suggest_command::proof_round>& parallel);

/// The time limit of a test in a parallel round: tests that share something may
/// hang. More than all tests took one by one. Pure.
[[nodiscard]] int seconds_for_a_test(
    const suggest_command::proof_round& serial);

/// Runs all tests once one by one, then five times with eight jobs, the last
/// two in random order. Reports each round on `given.err`. Throws cli::failure
/// and suggest_command::interruption.
[[nodiscard]] tools::measured_suite measure(const cli::invocation& given,
                                            const std::string& build,
                                            const char* what);

/// The command of such a round, as a user would type it.
[[nodiscard]] std::string command_text(const std::string& build);

}  // namespace parallel_testing::adopt_command
