// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The verdict on a test, from what its cases and its launcher logged and what
// CTest reports. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ctest/ctest_listing.hpp"
#include "events/event.hpp"
#include "history/timeline.hpp"

namespace parallel_testing::tools {

/// Whether the process was started for several cases.
[[nodiscard]] bool is_unit(const process& given);

/// The name of the case in results, where it shares a unit with others.
[[nodiscard]] const std::string& name_in_unit(const test_case& given);

[[nodiscard]] verdict verdict_of_case(const test_case& given);

[[nodiscard]] std::string first_of(std::string preferred,
                                   const std::string& other);

/// The verdict of CTest, unless the log of the case knows better.
[[nodiscard]] verdict joined(verdict of_ctest, const test_case& given);

/// The copy of a test for which this is greatest decides.
[[nodiscard]] int badness(verdict of_copy);

/// The key of a lock, `run` or `port:8080` included; nothing for other holds.
[[nodiscard]] std::optional<std::string> key_of(const hold& held);

/// The programs that a test left behind, without path or arguments. Those that
/// it may leave are not among them.
[[nodiscard]] std::vector<std::string> programs_left(
    const std::vector<launch_left>& processes);

/// `left behind: sleep, sh`; empty when there is none.
[[nodiscard]] std::string left_text(const std::vector<std::string>& programs);

/// An item of left_text() for a process that held the output of its program,
/// which had ended after `own_ns`, so that ctest waited `duration_ns`. Empty
/// where start and end of the program explain that time.
[[nodiscard]] std::string held_output_text(std::int64_t duration_ns,
                                           std::int64_t own_ns);

/// The verdict of CTest, unless the launcher knows better.
[[nodiscard]] verdict joined(verdict of_ctest, const launch_finish& finish);

/// The verdict where CTest reports nothing. `test` is the test as CTest lists
/// it, or null.
[[nodiscard]] verdict verdict_of_launch(const launch_finish& finish,
                                        const listed_test* test);

/// Why the test did not pass: a signal, a timeout, an exit code.
[[nodiscard]] std::string message_of(const launch_finish& finish);

}  // namespace parallel_testing::tools
