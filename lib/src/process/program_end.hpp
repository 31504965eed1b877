// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

// Acts when the program ends: obtains the verdict of the process and ends it in
// such a way that ctest does not count a failed test as passed or skipped.
namespace parallel_testing {

class process;

/// Calls process::finish() when the program ends by itself, and acts on the
/// verdict.
void finish_at_exit(process& ending);

/// The same for a program that is about to end without running its exit
/// handlers.
void finish_early(int status) noexcept;

}  // namespace parallel_testing
