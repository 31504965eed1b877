// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

namespace parallel_testing {

/// What a program is doing when it is about to end without running its exit
/// handlers.
enum class stage {
  nothing,   ///< it has no test, or all tests have ended
  awaiting,  ///< the framework has not reached the test yet
  running    ///< a test runs
};

/// Callbacks of _exit(), _Exit(), daemon(), syscall() and the exec family,
/// which this library defines for programs with an adapter. They are called
/// only in the process that registered them, never in its children.
struct early_end_watch {
  /// Async-signal-safe.
  stage (*what_runs)() noexcept;
  /// Called when no test runs; it may end the process in another way.
  void (*before_exit)(int status) noexcept;
  /// Called before the process ends as a failure, which an emulator or a
  /// launcher may not see. Async-signal-safe.
  void (*note_refusal)(const char* reason) noexcept;
};

/// From now on, _exit(), daemon() and a successful exec end the process as a
/// failure when they are called in the middle of a test or before it, because
/// with status 0 the test would count as passed. Before the test, an exec of
/// the same program is allowed. System calls that the program makes without the
/// C library are not detected.
void watch_early_ends(const early_end_watch& watch) noexcept;

/// Stops watching, because the library itself is about to end the process.
void forget_early_ends() noexcept;

}  // namespace parallel_testing
