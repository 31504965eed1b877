// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>
#include <string_view>

namespace parallel_testing::stacks {

/// From now on, a signal that is about to end this process is first reported on
/// stderr: its name, the address that it names, and the stack of the thread
/// that it hit, which `program` reads. The process then ends exactly as without
/// the report. A signal for which the process has a handler already is left to
/// it, so that reports of sanitizers stay as they are. Children of the process
/// are not reported.
void report_crashes(const std::string& program);

/// What the report calls the test, from now on. Does nothing but copy.
void name_crashing_test(std::string_view name) noexcept;

}  // namespace parallel_testing::stacks
