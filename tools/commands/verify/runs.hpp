// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Checks of a suite from its runs: in parallel, and one by one.
#pragma once

#include <vector>

#include "commands/verify/check.hpp"
#include "discovered/discovered_targets.hpp"
#include "events/log_files.hpp"
#include "history/replay.hpp"
#include "results/run_result.hpp"

namespace parallel_testing::verify_command {

/// Runs of the same tests, one after another.
using rounds = std::vector<tools::run_result>;

/// Checks that all tests pass in each of them. Pure.
[[nodiscard]] check judge_results(const char* name, const rounds& of);

/// Checks that each result belongs to one listed test. Pure.
[[nodiscard]] check judge_counts(const rounds& parallel,
                                 const tools::run_result& serial);

/// Reports how many pairs of tests ran side by side: that is the chance that
/// tests that disturb each other were noticed. Skipped if there was no pair.
/// Pure.
[[nodiscard]] check judge_company(const rounds& parallel);

/// Checks that each case that shares a process with others ran. Skipped if
/// there are none. Pure.
[[nodiscard]] check judge_cases(
    const tools::run_result& result,
    const std::vector<tools::discovered_target>& targets);

/// Checks that each test ended the same way in all of them. Pure.
[[nodiscard]] check judge_equal(const rounds& parallel,
                                const tools::run_result& serial);

/// Compares the wall times. Fails if the parallel run is slower by more than
/// chance and start-up explain. Skipped if tests ended differently, because
/// that is different work. Pure.
[[nodiscard]] check judge_speed_up(const tools::run_result& parallel,
                                   const tools::run_result& serial);

/// Checks that the log proves that nothing that was handed out was held twice.
/// `unreadable` has the lines of the log that cannot be read. Skipped if no
/// test wrote to the log. Pure.
[[nodiscard]] check judge_isolation(
    const tools::replay_result& replayed,
    const std::vector<tools::diagnostic>& unreadable);

/// Checks that no test left processes behind. Pure.
[[nodiscard]] check judge_leftovers(const rounds& of);

}  // namespace parallel_testing::verify_command
