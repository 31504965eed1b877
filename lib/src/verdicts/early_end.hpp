// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_SRC_EARLY_END_HPP
#define PARALLEL_TESTING_SRC_EARLY_END_HPP

namespace parallel_testing {

/// What a program that is about to end at once, without its exit handlers, is
/// in the middle of.
enum class stage {
  nothing,   ///< no test, or all have ended
  awaiting,  ///< the framework has not come to the test yet
  running    ///< a test runs
};

/// Answers for _exit(), _Exit(), daemon() and the exec family, which this
/// library defines for programs with an adapter. All members are called in the
/// process that registered them, never in its children.
struct early_end_watch {
  /// Async-signal-safe.
  stage (*what_runs)() noexcept;
  /// Called when nothing runs; may end the process in another way.
  void (*before_exit)(int status) noexcept;
};

/// From now on _exit(), daemon() or a successful exec in the middle of a test,
/// and one before it other than an exec of the same program, ends the process
/// as a failure: with status 0 it would count as passed. A raw system call is
/// not noticed.
void watch_early_ends(const early_end_watch& watch) noexcept;

/// The process ends by its own decision.
void forget_early_ends() noexcept;

}  // namespace parallel_testing

#endif
