// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <sys/types.h>

#include <atomic>
#include <optional>
#include <parallel_testing/worker.hpp>
#include <string>

#include "events/event_log.hpp"
#include "locks/lock_table.hpp"
#include "process/artifact_store.hpp"
#include "process/membership.hpp"
#include "process/own_test.hpp"
#include "process/temp_store.hpp"
#include "process/visible_files.hpp"
#include "ranks/rank_journal.hpp"
#include "verdicts/registered_test.hpp"
#include "verdicts/test_verdict.hpp"

namespace parallel_testing {

/// The state of this process: what it is and what it holds. There is one
/// object. The adapter creates it before user code runs, or the first function
/// that needs it does. It is never destroyed: the kernel releases everything.
class process {
 public:
  using options = process_options;

  /// Creates the object for an adapter. When it throws error, there is no
  /// object.
  static process& start(const options& given);

  /// The object, which it creates for a program without adapter if there is
  /// none yet.
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
  artifact_store& artifacts() noexcept { return artifacts_; }
  /// The test that it runs.
  own_test& test() noexcept { return test_; }
  /// The name of its test_group, "" when it is not in a group.
  const std::string& group() const noexcept {
    return membership_.group().name();
  }
  /// Leaves the test_group: this process no longer needs what the group holds.
  void leave_group() noexcept { membership_.group().leave(); }

  /// Where this process records its cases if it is a rank of an MPI test, whose
  /// verdict the launcher gives; null in any other process.
  rank_journal* journal() noexcept {
    return journal_.is_open() ? &journal_ : nullptr;
  }

  /// Whether this is the first process of the run.
  bool is_first_of_run() const noexcept {
    return membership_.is_first_of_run();
  }

  /// The directory to which TMPDIR points, "" without an adapter.
  const std::string& own_directory() const noexcept { return own_directory_; }

  /// Whether events in this process count for the test: false in a child that
  /// was forked while tests run, and in a child that was forked earlier until
  /// it starts to run them.
  bool is_owner() const noexcept;

  /// Whether another process forked this one and gives its verdict.
  bool is_child() const noexcept;

  /// Called when the framework starts to run tests. Returns whether this
  /// process runs them: the first process that calls it does.
  bool runs_tests();

  /// For a process that is started for one case of a launched test: from now on
  /// it has its own directory for temporary files, in that of the test. Throws
  /// error.
  void enter_directory_of_case(const std::string& name);

  /// In a process that this one forked for one case, `test`, of its unit: the
  /// case gets `directory`, and what it does and how the process ends is its
  /// own. `report_end` is called with the verdict at the end of the process.
  void continue_in_fork(const std::string& test, std::string directory,
                        void (*report_end)(const judged_test& judged));

  /// Whether an adapter reports the start and the end of each test.
  bool has_adapter() const noexcept { return has_adapter_; }

  /// Makes the test fail if one of these files changes before its end.
  void watch(visible_files files) { visible_ = std::move(files); }

  /// The CTest test that this process is; null when it is not one, and when
  /// ParallelTesting did not register the test.
  const registered_test* registered() const noexcept {
    const bool is_known = registered_ && is_test_of_ctest() && !is_rank_;
    return is_known ? &*registered_ : nullptr;
  }
  /// Whether it is one of the ranks of an MPI test.
  bool is_rank() const noexcept { return is_rank_; }
  /// Whether this process is a CTest test that ParallelTesting registered. Can
  /// be called before start().
  static bool is_registered_test() noexcept;
  /// Whether ctest started this process as a test, directly or through a
  /// launcher.
  bool is_test_of_ctest() const noexcept;

  /// The last step at the end of the process: releases what is left, and
  /// returns the verdict. `status` is the exit code, std::nullopt when unknown.
  judged_test finish(std::optional<int> status) noexcept;
  bool has_finished() const noexcept { return finished_; }

  /// For a launcher whose test has ended by itself: the verdict of the adapter
  /// in the test if that is a failure or contradicts the exit code.
  /// std::nullopt otherwise, and when no program with an adapter found the
  /// launcher's records.
  std::optional<judged_test> failure_of_launched(int status) noexcept;

  /// After finish(): the program ends with a status other than the one that was
  /// judged, and not because of the verdict.
  judged_test break_finished(int status) noexcept;

 private:
  explicit process(const options& given);
  void open_locks();
  void open_artifacts();
  void open_journal();
  void begin(const options& given);
  void become_test(const options& given);
  void share_progress();
  void open_log();
  void export_environment() const;
  void cover() const;
  void redirect_temporary_files() const;
  std::vector<std::string> recorded_command(const options& given) const;
  void record_start(const options& given);
  void record_allocations();
  void tidy_up();
  void check_visible_files() noexcept;
  bool leaves_nothing_behind() const noexcept;
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
  /// The process that runs the tests, 0 until one does. Not shared: a child
  /// forked after the tests have started finds its parent's id here; a child
  /// forked before can set its own.
  std::atomic<pid_t> runner_ = 0;
  own_test test_;
  event_log events_;
  lock_table locks_;
  temp_store temporaries_;
  artifact_store artifacts_;
  std::string own_directory_;
  visible_files visible_;
  bool is_rank_ = false;
  rank_journal journal_;
  std::optional<registered_test> registered_ = own_registered_test();
  std::int64_t start_ns_ = 0;
  bool finished_ = false;
  void (*report_end_)(const judged_test& judged) = nullptr;
};

/// Opens the directory `name` for files that the tests of this run share, and
/// creates it when it is missing. It is removed with the run; a later run with
/// the same id has another one. Throws error.
private_directory open_run_files(const std::string& name);

}  // namespace parallel_testing
