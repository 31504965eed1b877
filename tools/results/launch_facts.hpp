// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What a launcher says of its test, in the words of a result. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ctest/ctest_listing.hpp"
#include "events/event.hpp"

namespace parallel_testing::io {

/// The programs that a test left behind, without path or arguments. Those that
/// it may leave are not among them.
[[nodiscard]] std::vector<std::string> programs_left(
    const std::vector<launch_left>& processes);

/// `left behind: sleep, sh`; empty when there is none.
[[nodiscard]] std::string left_text(const std::vector<std::string>& programs);

/// What ctest waited for although the program had ended after `own_ns`: a
/// process that it left behind held its output, as an item of left_text().
/// Empty where start and end of the program explain `duration_ns`.
[[nodiscard]] std::string held_output_text(std::int64_t duration_ns,
                                           std::int64_t own_ns);

/// What CTest says, where the launcher does not know better.
[[nodiscard]] verdict joined(verdict of_ctest, const launch_finish& said);

/// Without CTest's word. `test` is what CTest knows of it, if anything.
[[nodiscard]] verdict verdict_of_launch(const launch_finish& said,
                                        const listed_test* test);

/// Why it is no pass: a signal, a time-out, an exit code.
[[nodiscard]] std::string message_of(const launch_finish& said);

}  // namespace parallel_testing::io
