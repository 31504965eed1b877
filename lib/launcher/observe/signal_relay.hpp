// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <signal.h>
#include <sys/types.h>

#include "base/unique_fd.hpp"
#include "observe/group_witness.hpp"

namespace parallel_testing::launcher {

/// While it lives, a wait for something else than signals ends when a child
/// ends and every few milliseconds. What it ends must be looked for afterwards:
/// signals that came are lost.
class interrupted_wait {
 public:
  interrupted_wait() noexcept;
  interrupted_wait(const interrupted_wait&) = delete;
  interrupted_wait& operator=(const interrupted_wait&) = delete;
  ~interrupted_wait();

 private:
  sigset_t before_{};
};

/// Signals that are meant for the test and reach the watcher instead. While it
/// lives they are read from a descriptor; those that this process ignored from
/// the start stay ignored. Throws error.
class signal_relay {
 public:
  signal_relay();
  signal_relay(const signal_relay&) = delete;
  signal_relay& operator=(const signal_relay&) = delete;

  [[nodiscard]] int fd() const noexcept { return fd_.get(); }

  /// Call it when the test has been forked. A signal to the process group of
  /// the test then reaches the test alone, and is not passed on in addition.
  void leave_group() noexcept;

  /// The test has ended: no signal is passed on from now on.
  void end() noexcept { witness_.end(); }

  /// Puts back what was before; for a process that was forked.
  void undo() noexcept;

  /// The same for a process that shares the memory of this one.
  void restore_signals() const noexcept;

  /// Sends the test what came. The terminal sends its signals to the test
  /// itself. Returns whether a child may have ended or stopped.
  [[nodiscard]] bool pass_on(pid_t test);

 private:
  sigset_t before_{};
  struct sigaction child_before_ {};
  unique_fd fd_;
  group_witness witness_;
};

}  // namespace parallel_testing::launcher
