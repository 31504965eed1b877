// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What is to be seen of the suite when it runs: in parallel, and one by one.
#pragma once

#include <vector>

#include "commands/verify/check.hpp"
#include "discovered/discovered_targets.hpp"
#include "events/log_files.hpp"
#include "history/replay.hpp"
#include "results/run_result.hpp"

namespace parallel_testing::verify_command {

/// Runs of the same tests, one after the other.
using rounds = std::vector<tools::run_result>;

/// Whether all tests pass in each of them. Pure.
[[nodiscard]] check judge_results(const char* name, const rounds& of);

/// Whether each result is that of one registered test. Pure.
[[nodiscard]] check judge_counts(const rounds& parallel,
                                 const tools::run_result& serial);

/// How many pairs of tests ran side by side: what disturbs another test only
/// then is seen with that chance. Skipped when there was no pair. Pure.
[[nodiscard]] check judge_company(const rounds& parallel);

/// Whether each case that shares a process with others ran. Skipped when there
/// are none. Pure.
[[nodiscard]] check judge_cases(
    const tools::run_result& result,
    const std::vector<tools::discovered_target>& targets);

/// Whether each test ended the same way in all of them. Pure.
[[nodiscard]] check judge_equal(const rounds& parallel,
                                const tools::run_result& serial);

/// The ratio of the wall times. Fails when the parallel run is the slower one
/// by more than chance and start-up explain; skipped when tests ended
/// differently, because that is different work. Pure.
[[nodiscard]] check judge_speed_up(const tools::run_result& parallel,
                                   const tools::run_result& serial);

/// Whether the log, of which `unreadable` has the lines that cannot be read,
/// proves that nothing that was handed out was held twice. Skipped when no test
/// wrote into it. Pure.
[[nodiscard]] check judge_isolation(
    const tools::replay_result& replayed,
    const std::vector<tools::diagnostic>& unreadable);

/// Whether tests left processes behind. Pure.
[[nodiscard]] check judge_leftovers(const rounds& of);

}  // namespace parallel_testing::verify_command
