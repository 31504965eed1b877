// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace parallel_testing {

/// The progress of the cases of a program, in whichever of its processes they
/// run. It is in memory that a process shares with its forked children and,
/// through a file, with its copies. So a main() that runs the tests in a child,
/// or executes itself again, knows how they ended, even if that process
/// crashed.
class test_progress {
 public:
  /// Without a state: call start_alone_unless_shared() before anything that is
  /// not named share or join.
  test_progress();
  test_progress(const test_progress&) = delete;
  test_progress& operator=(const test_progress&) = delete;

  /// Creates a state that is shared only with forked children, if there is none
  /// yet. Throws error when out of memory.
  void start_alone_unless_shared();

  /// For a forked child whose cases do not count for the other processes: its
  /// state is private. Throws error when out of memory.
  void start_over_alone();

  /// For the first process of a test, which took the slot with this file.
  /// Copies of it have the same `program`. When the disk is full, the state is
  /// shared only with forked children.
  void share_through(int slot, const std::string& program) noexcept;

  /// The same for a launcher, whose test may consist of several programs.
  /// Returns false when the disk is full.
  static bool prepare(int slot) noexcept;

  /// For a launcher that called prepare(), after its test has ended: reads the
  /// state of the program that joined first. Returns false when none joined.
  bool adopt_first(int slot) noexcept;

  /// For a copy of a process that called share_through(), and for a process
  /// that a launcher started after prepare().
  void join(int slot, const std::string& program) noexcept;

  /// Called by the process that runs the cases:
  /// The framework has started to choose its cases.
  void note_framework() noexcept;
  /// A round lasts from before the first set-up until after the last tear-down.
  void begin_round() noexcept;
  void end_round() noexcept;
  void begin_case(std::string_view name) noexcept;
  void end_case() noexcept;
  /// Records a failure, inside or outside a case. The first reason is kept.
  void note_failure(std::string_view reason = {}) noexcept;
  /// Records a failure of a set-up or tear-down around cases.
  void note_failure_around(std::string_view reason) noexcept;
  /// Records that the running case is skipped.
  void note_skip(std::string_view reason) noexcept;

  /// Called by any process:
  [[nodiscard]] bool has_framework_run() const noexcept;
  [[nodiscard]] bool has_failed() const noexcept;
  [[nodiscard]] bool has_failed_around() const noexcept;
  /// The number of cases that began, ended and were skipped.
  [[nodiscard]] std::size_t begun() const noexcept;
  [[nodiscard]] std::size_t ended() const noexcept;
  [[nodiscard]] std::size_t skipped() const noexcept;
  /// The reason of the first failure, or else of the first skip; shortened.
  [[nodiscard]] std::string reason() const;
  /// The name of a case that began and can no longer complete if the calling
  /// process ends now: it runs in this process or in a descendant of it, or its
  /// process is dead. "" when there is none.
  [[nodiscard]] std::string unfinished_case() const;
  /// Whether there is a round that can no longer complete, in the same sense.
  [[nodiscard]] bool has_unfinished_round() const;
  /// Whether the test has another living process that is not a descendant of
  /// this one.
  [[nodiscard]] bool has_peer() const;

  /// The process is about to end. Returns true for the last process of the
  /// test, which must clean up.
  bool leave() noexcept;

  /// For a copy that has just joined. Returns true if leave() had returned true
  /// for another process, which removes what copies share; leave() then returns
  /// true once more, for the last process from now on.
  bool reopen() noexcept;

 private:
  struct shared_text;
  struct shared_state;
  [[nodiscard]] int own_case() const noexcept;
  [[nodiscard]] bool is_lost(std::uint64_t who) const;
  [[nodiscard]] bool has_processes() const;
  void register_process() noexcept;
  void use(shared_state* state) noexcept;

  shared_state* state_ = nullptr;
  /// The process that created this state. Its forked children share this
  /// number.
  pid_t family_ = 0;
};

}  // namespace parallel_testing
