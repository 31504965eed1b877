// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "events/event_log.hpp"
#include "options.hpp"
#include "supervision.hpp"
#include "verdicts/test_verdict.hpp"

// Judges and reports how a test ended.
namespace parallel_testing::launcher {

/// Whether neither a signal nor a limit ended the test.
bool ended_by_itself(const ending& end);

/// The verdict on a test: `reported`, the verdict of its adapter or of the
/// report of its framework, or else that of its exit code.
judged_test judge_launch(const ending& end, leak_policy policy,
                         const std::optional<judged_test>& reported);

void record(const ending& end, const std::string& test, leak_policy policy,
            std::int64_t duration_ns, event_log& log);

/// Reports the processes on stderr, with a remedy.
void report_left_processes(const ending& end, const std::string& test,
                           leak_policy policy);

/// Ends this process as the test ended, or in such a way that ctest's result
/// agrees with the verdict. `is_proven` means that the verdict is based on more
/// than the exit code, which properties of the test may reinterpret.
[[noreturn]] void end_like(const ending& end, const judged_test& judged,
                           const std::string& test,
                           const std::optional<registered_test>& registered,
                           bool is_proven, const limits& given);

}  // namespace parallel_testing::launcher
