// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <sys/types.h>

#include <chrono>
#include <string>
#include <vector>

#include "base/unique_fd.hpp"
#include "stacks/stack_request.hpp"

namespace parallel_testing::stacks {

/// Stops all threads of the processes by ptrace while it lives. This process
/// must be their ancestor where Yama restricts ptrace
/// (kernel.yama.ptrace_scope is 1). They continue when it is destroyed, as if
/// nothing had happened; some system calls fail with EINTR.
class stopped_processes {
 public:
  /// Waits at most `longest` for the threads: one that the kernel does not
  /// interrupt is left out.
  stopped_processes(const std::vector<pid_t>& processes,
                    std::chrono::milliseconds longest);
  stopped_processes(const stopped_processes&) = delete;
  stopped_processes& operator=(const stopped_processes&) = delete;
  ~stopped_processes();

  /// The processes with the threads that stopped, and the descriptors of their
  /// memory, which a program that this process starts inherits.
  [[nodiscard]] const std::vector<requested_process>& found() const noexcept {
    return found_;
  }
  /// The number of the error with which the kernel refused ptrace, 0 when it
  /// did not.
  [[nodiscard]] int refused() const noexcept { return refused_; }

 private:
  void seize(pid_t process);
  void collect(std::chrono::steady_clock::time_point last);

  struct seized_thread {
    pid_t process = 0;
    pid_t id = 0;
  };
  std::vector<seized_thread> seized_;
  std::vector<requested_process> found_;
  std::vector<unique_fd> memories_;
  int refused_ = 0;
};

}  // namespace parallel_testing::stacks
