// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_SRC_PROCESS_HPP
#define PARALLEL_TESTING_SRC_PROCESS_HPP

#include <sys/types.h>

#include <atomic>
#include <mutex>
#include <optional>
#include <parallel_testing/worker.hpp>
#include <string>

#include "events/event_log.hpp"
#include "locks/lock_table.hpp"
#include "locks/test_group.hpp"
#include "locks/worker_slot.hpp"
#include "process/identity.hpp"
#include "process/settings.hpp"
#include "process/temp_store.hpp"
#include "process/visible_files.hpp"
#include "state/run_registry.hpp"
#include "state/state_directory.hpp"
#include "verdicts/early_end.hpp"
#include "verdicts/registered_test.hpp"
#include "verdicts/test_progress.hpp"
#include "verdicts/test_verdict.hpp"

namespace parallel_testing {

/// What this process is and holds. There is one; it is made at the first use,
/// by the adapter before user code or else by the first question of a program,
/// and never destroyed, because the kernel is what releases everything.
class process {
 public:
  struct options {
    bool has_adapter = false;
    /// Name of the only test this process runs, "" when there are several.
    std::string test;
    /// What it was selected by on the command line.
    std::string selector;
    /// What the tests it runs are called together, "" when they have no name.
    std::string unit;
    /// The argument that says which tests it runs, "" when none does.
    std::string argument;
    /// The command line, and those of its arguments that select the tests.
    std::vector<std::string> arguments;
    std::vector<std::string> selections;
    /// The program that does the work for it, "" when it does it itself.
    std::string launches;
  };

  /// Makes the process of an adapter. Throws error; then there is none.
  static process& start(const options& given);

  /// The process, made for a program without adapter when there is none yet.
  static process& current();

  const settings& config() const noexcept { return config_; }
  const worker& who() const noexcept { return *worker_; }
  const run& of_run() const noexcept { return *run_; }
  /// What all processes of the run agree on; without an id when the process is
  /// part of a test whose run is not recorded.
  const run_record& registered_run() const noexcept { return joined_.record; }
  event_log& events() noexcept { return events_; }
  lock_table& locks() noexcept { return locks_; }
  temp_store& temporaries() noexcept { return temporaries_; }
  /// The name of its test_group, "" when it is in none.
  const std::string& group() const noexcept { return group_.name(); }
  /// Nothing of the test is left that could use what this process holds.
  void leave_group() noexcept { group_.leave(); }
  const state_directory& state() const noexcept { return state_; }

  /// Whether no process of the run was here before.
  bool is_first_of_run() const noexcept { return joined_.is_first; }

  /// The directory TMPDIR points to, "" without an adapter.
  const std::string& own_directory() const noexcept { return own_directory_; }

  /// Whether what happens in this process is what happens to the test: false in
  /// a child that was forked in the middle of the tests, and as long as a child
  /// that was forked before them has not come to them.
  bool is_owner() const noexcept;

  /// Whether another process forked this one and judges it.
  bool is_child() const noexcept;

  /// The framework came to the tests, in this process or in one that forked
  /// it; the first one to say so runs them. Whether this is that one.
  bool runs_tests();

  /// True when an adapter tells about tests, so that the end of one is seen.
  bool has_adapter() const noexcept { return has_adapter_; }

  /// The running test, or the only one, or their unit, or else the program's
  /// own name.
  std::string test_name() const;
  /// The framework runs what it selected, set-ups and tear-downs included.
  void begin_round() noexcept;
  void end_round() noexcept;

  void begin_test(std::string name);
  void end_test(adapter::outcome how, const std::string& reason);

  /// The test fails when one of these changes before its end.
  void watch(visible_files files) { visible_ = std::move(files); }

  bool is_in_test() const;

  /// Something failed: the directories of this process are kept, and the test
  /// does not pass.
  void note_failure(const std::string& reason = "") noexcept;
  /// The same, in a set-up or tear-down around cases.
  void note_failure_around(const std::string& reason) noexcept;

  /// A failure that no test took: the program must not end with 0.
  void fail_at_end() noexcept {
    fails_at_end_ = true;
    note_failure();
  }

  /// What is known of the tests, in all processes that run them.
  const test_progress& progress() const noexcept { return progress_; }

  origin came_from() const noexcept { return origin_; }

  /// The CTest test this is, nothing for a process that is not one, and for a
  /// test that was not registered by our scripts.
  const registered_test* registered() const noexcept {
    return registered_ && is_test_of_ctest() ? &*registered_ : nullptr;
  }
  /// Whether this process is a CTest test that our scripts registered, also
  /// before anything was started.
  static bool is_registered_test() noexcept;
  /// Whether another process judges the cases that this one runs.
  bool is_part_of_unit() const noexcept { return !unit_.empty(); }

  /// Whether ctest started this as a test, with a launcher between or not.
  bool is_test_of_ctest() const noexcept;

  /// The program runs a single test, of framework `kind`, and is a failure
  /// until that has ended: a main() that returns early would count as passed.
  void expect_one_test(adapter::framework kind);
  /// What was taken for the selector of a test is none; `selected` cases run.
  void forget_selector(std::size_t selected);
  void framework_ran() noexcept { progress_.note_framework(); }
  /// Whether that test has not begun.
  bool expects_test() const;

  /// What the program is in the middle of. Async-signal-safe.
  stage what_runs() const noexcept;

  /// Last act at the end of the process: settles what is left, and says what
  /// its end means. `status` is the exit code, nothing when it is not known.
  judged_test finish(std::optional<int> status) noexcept;
  bool has_finished() const noexcept { return finished_; }

  /// Of a launcher whose test has ended by itself: what the adapter in the
  /// test saw, when that is a failure or does not go with the exit code.
  /// Nothing when no program with an adapter came to know of the launcher.
  std::optional<judged_test> failure_of_launched(int status) noexcept;

  /// After finish(): the program ends with another status than was judged, and
  /// not by what the verdict says.
  judged_test break_finished(int status) noexcept;

 private:
  explicit process(const options& given);
  std::string find_launcher(const options& given);
  identity find_identity(const options& given, const std::string& launcher);
  void open_locks(const std::string& launcher);
  void begin(const options& given);
  void become_test(const options& given);
  void adopt(const identity& who);
  void find_place(const identity& who, const options& given);
  void take_slot();
  void take_index();
  void meet_copies(const std::string& root, const options& given);
  void become_copy(const std::string& first);
  void join_copies();
  std::string group_of_outer() const;
  std::string root_of_test() const;
  void introduce_to_copies();
  void share_progress();
  void join(const identity& who);
  void wait_for_former_turn(const std::string& run_id);
  void open_log();
  void export_environment() const;
  void cover() const;
  void redirect_temporary_files() const;
  std::vector<std::string> command_words(const options& given) const;
  void record_start(const options& given);
  void record_allocations();
  void tidy_up();
  void check_visible_files() noexcept;
  seen_cases seen() const;
  void note_verdict(const judged_test& judged) noexcept;
  judged_test judge(std::optional<int> status) const;
  void record_verdict(const judged_test& judged);
  judged_test finish_child(std::optional<int> status) noexcept;
  void record_finish(int kept) noexcept;
  void note_time() noexcept;

  settings config_;
  origin origin_ = origin::by_hand;
  bool has_adapter_ = false;
  bool launches_ = false;
  bool has_prepared_ = false;
  pid_t owner_;
  /// The process that runs the tests, 0 as long as none does. Not shared: a
  /// child forked after the start of the tests finds its parent here, one
  /// forked before becomes it itself.
  std::atomic<pid_t> runner_ = 0;
  test_progress progress_;
  state_directory state_;
  // Before what it protects, because descriptors are closed in this order.
  test_group group_;
  unique_fd meeting_;
  std::string program_;
  worker_slot slot_;
  worker_slot index_;
  joined_run joined_;
  bool is_copy_ = false;
  std::optional<worker> worker_;
  std::optional<run> run_;
  event_log events_;
  lock_table locks_;
  temp_store temporaries_;
  std::string own_directory_;
  visible_files visible_;
  std::optional<registered_test> registered_ = own_registered_test();
  mutable std::mutex mutex_;
  std::string only_test_;
  std::string unit_;
  std::string selector_;
  std::int64_t start_ns_ = 0;
  adapter::framework kind_ = adapter::framework::googletest;
  std::string running_test_;
  std::string last_test_;
  bool expects_one_ = false;
  // Of this process; other copies of the test have their own.
  std::atomic<bool> is_in_round_ = false;
  std::atomic<bool> is_in_case_ = false;
  std::atomic<bool> failed_ = false;
  std::atomic<bool> fails_at_end_ = false;
  bool finished_ = false;
};

/// Has finish() called when the program ends by itself, and acts on the
/// verdict: ctest must not take for passed or skipped what is not.
void finish_at_exit(process& made);

/// The same, for a program that is about to end without its exit handlers.
void finish_early(int status) noexcept;

}  // namespace parallel_testing

#endif
