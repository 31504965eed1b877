// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A copy of the test process: cheap enough for hundreds at a time.
#pragma once

#include <sys/types.h>

#include <functional>
#include <string>

#include "support/line_pipe.hpp"

namespace parallel_testing::unit {

/// What the copy sees of the pipes between it and the test.
class parent {
 public:
  parent(line_pipe& from, line_pipe& to) : from_(from), to_(to) {}

  void tell(const std::string& line) { to_.send(line); }

  /// Until the test lets go of the copy, or is gone.
  void wait() { from_.receive(); }

 private:
  line_pipe& from_;
  line_pipe& to_;
};

/// Runs `body` in a copy of this process, which ends with 0 when it returns
/// and tells "error: …" and ends with 1 when it throws.
class forked_child {
 public:
  explicit forked_child(const std::function<void(parent&)>& body);
  forked_child(forked_child&& other) noexcept;
  forked_child& operator=(forked_child&&) = delete;
  ~forked_child();

  pid_t pid() const { return pid_; }
  std::string receive() { return from_child_.receive(); }

  /// Ends its parent::wait().
  void let_go();

  /// Lets go of it and waits. The exit code, or minus the signal's number.
  int finish();

  /// SIGKILL, and waits until it is dead.
  void kill();

 private:
  line_pipe to_child_;
  line_pipe from_child_;
  pid_t pid_ = -1;
};

}  // namespace parallel_testing::unit
