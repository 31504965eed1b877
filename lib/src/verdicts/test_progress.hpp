// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_SRC_TEST_PROGRESS_HPP
#define PARALLEL_TESTING_SRC_TEST_PROGRESS_HPP

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace parallel_testing {

/// How far the cases of a program are, whichever of its processes runs them:
/// memory that a process shares with all that it forks, and through a file with
/// its copies, so that a main() which runs the tests in a child, or in itself
/// executed again, knows of them, whatever ended that process. What a process
/// did stays known after its death.
class test_progress {
 public:
  /// Throws error when there is no memory.
  test_progress();
  test_progress(const test_progress&) = delete;
  test_progress& operator=(const test_progress&) = delete;

  /// The process took the slot with this file and is the first of its test;
  /// copies of it have the same `program`. Without space for it the memory is
  /// shared with what is forked only.
  void share_through(int slot, const std::string& program) noexcept;

  /// The same for a launcher, whose test may consist of several programs. False
  /// without space.
  static bool prepare(int slot) noexcept;

  /// The test of the launcher that called prepare() has ended: from now on this
  /// is about the program that joined first. False when none did.
  bool adopt_first(int slot) noexcept;

  /// The process is a copy of one that called share_through(), or was started
  /// by a launcher that called prepare().
  void join(int slot, const std::string& program) noexcept;

  // Of the process that runs the cases.
  /// The framework came to choose its cases.
  void note_framework() noexcept;
  /// From before the first set-up to after the last tear-down.
  void begin_round() noexcept;
  void end_round() noexcept;
  void begin_case(std::string_view name) noexcept;
  void end_case() noexcept;
  /// Something failed, in a case or outside of one. The first reason counts.
  void note_failure(std::string_view reason = {}) noexcept;
  /// The failure is that of a set-up or tear-down around cases.
  void note_failure_around(std::string_view reason) noexcept;
  /// The running case is skipped.
  void note_skip(std::string_view reason) noexcept;

  // Of every process.
  bool has_framework_run() const noexcept;
  bool has_failed() const noexcept;
  bool has_failed_around() const noexcept;
  /// How many cases began, and how many of them ended.
  std::size_t begun() const noexcept;
  std::size_t ended() const noexcept;
  std::size_t skipped() const noexcept;
  /// Of the first failure, or else of the first skip; shortened.
  std::string reason() const;
  /// The name of a case that began and can no longer end well when the calling
  /// process ends now: it runs in this process, in one that this process is
  /// responsible for, or its process is dead. "" when there is none.
  std::string unfinished_case() const;
  /// Whether there is a round that can no longer end well, in the same sense.
  bool has_unfinished_round() const;
  /// Whether another process is in the test for which this one, or one that it
  /// forked, is not responsible.
  bool has_peer() const;

  /// The process is about to end. True when it is the last one of the test, to
  /// which it falls to clean up.
  bool leave() noexcept;

 private:
  struct shared_text;
  struct shared_state;
  int own_case() const noexcept;
  bool is_lost(std::uint64_t who) const;
  void register_process() noexcept;

  shared_state* state_;
  /// The process that made this object: all forked by it share the number.
  pid_t family_;
};

}  // namespace parallel_testing

#endif
