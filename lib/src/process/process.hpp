// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_SRC_PROCESS_HPP
#define PARALLEL_TESTING_SRC_PROCESS_HPP

#include <sys/types.h>

#include <atomic>
#include <optional>
#include <parallel_testing/worker.hpp>
#include <string>

#include "events/event_log.hpp"
#include "locks/lock_table.hpp"
#include "process/membership.hpp"
#include "process/own_test.hpp"
#include "process/temp_store.hpp"
#include "process/visible_files.hpp"
#include "verdicts/registered_test.hpp"
#include "verdicts/test_verdict.hpp"

namespace parallel_testing {

/// What this process is and holds. There is one; it is made at the first use,
/// by the adapter before user code or else by the first question of a program,
/// and never destroyed, because the kernel is what releases everything.
class process {
 public:
  using options = process_options;

  /// Makes the process of an adapter. Throws error; then there is none.
  static process& start(const options& given);

  /// The process, made for a program without adapter when there is none yet.
  static process& current();

  const settings& config() const noexcept { return membership_.config(); }
  const worker& who() const noexcept { return membership_.who(); }
  const run& of_run() const noexcept { return membership_.of_run(); }
  origin came_from() const noexcept { return membership_.came_from(); }
  const run_record& registered_run() const noexcept {
    return membership_.registered_run();
  }
  const state_directory& state() const noexcept { return membership_.state(); }
  event_log& events() noexcept { return events_; }
  lock_table& locks() noexcept { return locks_; }
  temp_store& temporaries() noexcept { return temporaries_; }
  /// The test that it runs.
  own_test& test() noexcept { return test_; }
  /// The name of its test_group, "" when it is in none.
  const std::string& group() const noexcept {
    return membership_.group().name();
  }
  /// No process of the test is left that could use what this one holds.
  void leave_group() noexcept { membership_.group().leave(); }

  /// Whether no process of the run was here before.
  bool is_first_of_run() const noexcept {
    return membership_.is_first_of_run();
  }

  /// The directory TMPDIR points to, "" without an adapter.
  const std::string& own_directory() const noexcept { return own_directory_; }

  /// Whether what happens in this process happens to the test: false in a child
  /// that was forked in the middle of the tests, and in one that was forked
  /// before them until it reaches them.
  bool is_owner() const noexcept;

  /// Whether another process forked this one and judges it.
  bool is_child() const noexcept;

  /// The framework reaches the tests, in this process or in one that forked it;
  /// the first process that calls this runs them. Whether this is that one.
  bool runs_tests();

  /// True when an adapter reports tests, so that the end of each is seen.
  bool has_adapter() const noexcept { return has_adapter_; }

  /// The test fails when one of these changes before its end.
  void watch(visible_files files) { visible_ = std::move(files); }

  /// The CTest test this is, nothing for a process that is not one, and for a
  /// test that was not registered by our scripts.
  const registered_test* registered() const noexcept {
    return registered_ && is_test_of_ctest() ? &*registered_ : nullptr;
  }
  /// Whether this process is a CTest test that our scripts registered, also
  /// before anything was started.
  static bool is_registered_test() noexcept;
  /// Whether ctest started this as a test, with a launcher between or not.
  bool is_test_of_ctest() const noexcept;

  /// Last act at the end of the process: settles what is left, and says what
  /// its end means. `status` is the exit code, nothing when it is not known.
  judged_test finish(std::optional<int> status) noexcept;
  bool has_finished() const noexcept { return finished_; }

  /// Of a launcher whose test has ended by itself: what the adapter in the
  /// test saw, when that is a failure or does not go with the exit code.
  /// Nothing when no program with an adapter knew of the launcher.
  std::optional<judged_test> failure_of_launched(int status) noexcept;

  /// After finish(): the program ends with another status than the one that was
  /// judged, and not because of the verdict.
  judged_test break_finished(int status) noexcept;

 private:
  explicit process(const options& given);
  void open_locks();
  void begin(const options& given);
  void become_test(const options& given);
  void share_progress();
  void open_log();
  void export_environment() const;
  void cover() const;
  void redirect_temporary_files() const;
  std::vector<std::string> command_words(const options& given) const;
  void record_start(const options& given);
  void record_allocations();
  void tidy_up();
  void check_visible_files() noexcept;
  judged_test judge(std::optional<int> status) const;
  judged_test finish_child(std::optional<int> status) noexcept;
  void record_finish(int kept) noexcept;
  void note_time() noexcept;

  bool is_copy() const noexcept { return membership_.is_copy(); }

  membership membership_;
  bool has_adapter_ = false;
  bool launches_ = false;
  bool has_prepared_ = false;
  pid_t owner_;
  /// The process that runs the tests, 0 as long as none does. Not shared: a
  /// child forked after the start of the tests finds its parent here, one
  /// forked before becomes it itself.
  std::atomic<pid_t> runner_ = 0;
  own_test test_;
  event_log events_;
  lock_table locks_;
  temp_store temporaries_;
  std::string own_directory_;
  visible_files visible_;
  std::optional<registered_test> registered_ = own_registered_test();
  std::int64_t start_ns_ = 0;
  bool finished_ = false;
};

/// The directory `name` for what the tests of this run share, made when it is
/// missing. Removed with the run; a later run with the same id has another one.
/// Throws error.
private_directory open_run_files(const std::string& name);

}  // namespace parallel_testing

#endif
