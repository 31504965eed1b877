// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "events/event_log.hpp"
#include "options.hpp"
#include "supervision.hpp"
#include "verdicts/test_verdict.hpp"

// What is made of the end of a test.
namespace parallel_testing::launcher {

/// No signal and no limit ended it.
bool ended_by_itself(const ending& end);

/// What the end of a test means, as far as can be told from outside: by its
/// exit code, or by `reported` where its framework wrote a report.
judged_test judge_launch(const ending& end, leak_policy policy,
                         const std::optional<judged_test>& reported);

void record(const ending& end, const std::string& test, leak_policy policy,
            std::int64_t duration_ns, event_log& log);

/// On stderr, with what to do about it.
void say_what_was_left(const ending& end, const std::string& test,
                       leak_policy policy);

/// Ends this process as the test ended, or so that ctest takes it for what it
/// was judged. `is_proven` tells that there is more than an exit code, which
/// is what the project's properties are about.
[[noreturn]] void end_like(const ending& end, const judged_test& judged,
                           const std::string& test,
                           const std::optional<registered_test>& registered,
                           bool is_proven, const limits& given);

}  // namespace parallel_testing::launcher
