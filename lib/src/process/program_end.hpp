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

/// Where ctest does not see an exit code as a failure, a program that a
/// sanitizer ends is ended by a signal instead, for which the callback of
/// sanitizers is set. ThreadSanitizer reports no crashes there: its report
/// needs more stack than Catch2 and doctest give to handlers of signals, and
/// when it runs out, it ends the program by an exit code without the callback.
/// The frameworks name the signal as always.
void show_ends_by_sanitizers(process& ending) noexcept;

}  // namespace parallel_testing
