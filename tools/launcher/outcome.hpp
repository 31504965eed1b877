// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstdint>
#include <string>

#include "event_log.hpp"
#include "options.hpp"
#include "supervision.hpp"

// What is made of the end of a test.
namespace parallel_testing::launcher {

/// Whether the test passed, as far as can be told from outside.
bool is_fine(const ending& end, leak_policy policy);

void record(const ending& end, const std::string& test, leak_policy policy,
            std::int64_t duration_ns, event_log& log);

/// On stderr, with what to do about it.
void say_what_was_left(const ending& end, const std::string& test,
                       leak_policy policy);

/// Ends this process as the test ended.
[[noreturn]] void end_like(const ending& end, const std::string& test,
                           const limits& given);

}  // namespace parallel_testing::launcher
