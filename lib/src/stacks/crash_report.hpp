// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>

namespace parallel_testing::stacks {

/// Reports crashes of this process from now on, as catch_crashes() does, with
/// stacks that `program` reads.
void report_crashes(const std::string& program);

/// In a fork of a process that called report_crashes(): its crashes are
/// reported too.
void report_crashes_of_fork(const std::string& program);

}  // namespace parallel_testing::stacks
