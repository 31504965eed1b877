// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The verdict on a test, from the events of its cases and its launcher and from
// the report of CTest. Pure.
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

/// The name of a case in results if it shares a unit with others.
[[nodiscard]] const std::string& name_in_unit(const test_case& given);

[[nodiscard]] verdict verdict_of_case(const test_case& given);

[[nodiscard]] std::string first_of(const std::string& preferred,
                                   const std::string& other);

/// The verdict of CTest, unless the log of the case is more precise.
[[nodiscard]] verdict joined(verdict of_ctest, const test_case& given);

/// Of several copies of a test, the one with the largest badness decides.
[[nodiscard]] int badness(verdict of_copy);

/// The key of a lock, including `run` and `port:8080`; nothing for other holds.
[[nodiscard]] std::optional<std::string> key_of(const hold& held);

/// The programs that a test left behind, without path and arguments. Does not
/// include those that it is allowed to leave.
[[nodiscard]] std::vector<std::string> programs_left(
    const std::vector<launch_left>& processes);

/// `left behind: sleep, sh`; empty if there are none.
[[nodiscard]] std::string left_text(const std::vector<std::string>& programs);

/// An item of left_text() about a process that held the output of its program:
/// the program ended after `own_ns`, but ctest waited until `duration_ns`.
/// Empty if the start and the end of the program explain the difference.
[[nodiscard]] std::string held_output_text(std::int64_t duration_ns,
                                           std::int64_t own_ns);

/// The verdict of CTest, unless the launcher is more precise.
[[nodiscard]] verdict joined(verdict of_ctest, const launch_finish& finish);

/// The verdict if CTest reports nothing. `test` is the listed CTest test, or
/// null.
[[nodiscard]] verdict verdict_of_launch(const launch_finish& finish,
                                        const listed_test* test);

/// Why the test did not pass: a signal, a timeout or an exit code.
[[nodiscard]] std::string message_of(const launch_finish& finish);

}  // namespace parallel_testing::tools
