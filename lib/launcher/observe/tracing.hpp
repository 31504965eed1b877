// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <sys/types.h>

#include <unordered_set>

#include "observe/meaning/interpreter.hpp"

namespace parallel_testing::launcher {

/// Whether a filter stops the interesting calls, or the kernel stops all.
enum class stops { by_filter, at_each_call };

/// Watches a process and all that it starts by ptrace(2).
class tracing {
 public:
  explicit tracing(stops by) : by_(by) {}

  /// False with errno when this process may not trace it. What is traced is
  /// killed when this process ends.
  bool attach(pid_t process);

  /// Handles a status of waitpid(2) that reports that `thread` stopped.
  void handle_stop(pid_t thread, int status, interpreter& seeing);

 private:
  void go_on(pid_t thread, int signal) const;
  void see_call(pid_t thread, interpreter& seeing);
  void follow_exec(pid_t thread);

  stops by_;
  bool has_begun_ = false;
  /// Threads inside of a call; only where each call stops.
  std::unordered_set<pid_t> inside_;
};

}  // namespace parallel_testing::launcher
