// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <sys/types.h>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "base/left_processes.hpp"
#include "base/unique_fd.hpp"
#include "options.hpp"
#include "signals.hpp"

namespace parallel_testing::launcher {

/// The process that was started as the test.
struct started_test {
  pid_t pid = 0;
  /// In a private PID namespace, `pid` is its init process, which writes the
  /// status of the test to this descriptor.
  unique_fd status;

  [[nodiscard]] bool has_init() const noexcept {
    return static_cast<bool>(status);
  }
};

struct ending {
  enum class reason { by_itself, timed_out, interrupted };
  reason why = reason::by_itself;
  int status = 0;  ///< in the form of waitpid()
  std::vector<left_process> left;
  /// For how long it was stopped together with the launcher.
  std::chrono::nanoseconds paused{0};
};

/// Supervises a test from its start until none of its processes is left.
class supervision {
 public:
  /// `parent` is the process that started the launcher.
  supervision(const limits& given, const caught_signals& signals, pid_t parent)
      : given_(given), signals_(signals), parent_(parent) {}

  ending watch(started_test test);

 private:
  using clock = std::chrono::steady_clock;

  void wait_for_something();
  void act_on(const signalfd_siginfo& signal);
  void act_on_time();
  void show_stacks() const;
  void stop_with(int number);
  void pause_with_test();
  void send(int number) const;
  void reap();
  void read_status();
  [[nodiscard]] pid_t root() const;
  std::vector<left_process> find_left();
  void end_left(std::vector<left_process>& left);
  [[nodiscard]] bool keeps_some() const;
  void end_late();
  void nap();
  void kill_all();

  const limits& given_;
  const caught_signals& signals_;
  pid_t parent_;
  started_test test_;
  ending ending_;
  bool has_ended_ = false;
  bool has_children_ = true;
  std::optional<clock::time_point> limit_;
  std::optional<clock::time_point> kill_at_;
};

}  // namespace parallel_testing::launcher
