// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <sys/types.h>

#include <atomic>
#include <cstddef>
#include <mutex>
#include <optional>
#include <string>

#include "events/event_log.hpp"
#include "process/membership.hpp"
#include "verdicts/early_end.hpp"
#include "verdicts/test_progress.hpp"
#include "verdicts/test_verdict.hpp"

namespace parallel_testing {

/// The test that this process runs: which one it is, how far it is, and what
/// its end means.
class own_test {
 public:
  explicit own_test(const process_options& given);
  /// The adapter came after something else had used the library.
  void become(const process_options& given);

  test_progress& progress() noexcept { return progress_; }

  /// The name of the running test, or else of the only test, the unit or the
  /// program.
  std::string name() const;
  /// The only test, "" when there are several.
  const std::string& only() const noexcept { return only_; }
  /// The test that began last, or else the only one.
  const std::string& last() const noexcept {
    return last_.empty() ? only_ : last_;
  }
  /// What selected it on the command line.
  const std::string& selector() const noexcept { return selector_; }
  bool is_running() const;
  /// Whether another process gives the verdicts on the cases that this one
  /// runs.
  bool is_part_of_unit() const noexcept { return !unit_.empty(); }

  /// Declares that the program runs a single test, of framework `kind`. It
  /// counts as failed until that test has ended, because a main() that returns
  /// early would otherwise count as passed.
  void expect_one(adapter::framework kind);
  /// The selector on the command line does not name a single test; `selected`
  /// cases run.
  void forget_selector(std::size_t selected);
  /// Its duration is not recorded.
  void forget_time() noexcept { selector_.clear(); }
  /// In a forked process that runs one of its cases: what happened in others
  /// does not count.
  void continue_in_fork();
  void framework_ran() noexcept { progress_.note_framework(); }
  /// Whether the expected test has not begun.
  bool is_expected() const;

  /// What the program is currently doing. Async-signal-safe.
  stage what_runs() const noexcept;

  /// The framework begins, and has finished, running the tests that it
  /// selected, with their set-ups and tear-downs.
  void begin_round() noexcept;
  void end_round() noexcept;
  void begin(std::string name);
  void end(verdict how, const std::string& reason);

  /// Records a failure: the directories of this process are kept, and the test
  /// does not pass.
  void note_failure(const std::string& reason = "") noexcept;
  /// The same, in a set-up or tear-down around cases.
  void note_failure_around(const std::string& reason) noexcept;
  /// Records that a case which was forked from this process failed. Only other
  /// processes of the test learn it, by publish_fork_failure(): this one does
  /// not fail.
  void note_fork_failure(const std::string& reason);
  void publish_fork_failure() noexcept;
  /// Records a failure outside any test: the program must not end with status
  /// 0.
  void fail_at_end(const std::string& reason = "") noexcept;

  /// Whether something failed in this process.
  bool has_failed() const noexcept { return failed_; }
  bool fails_at_end() const noexcept { return fails_at_end_; }

  /// What the end of the program with `status` means, as far as the adapter
  /// saw.
  judged_test judge(std::optional<int> status) const {
    return judge_test(seen(), kind_, status);
  }
  /// Of a launcher: what the adapter in its test saw, when that is a failure or
  /// does not go with the exit code.
  std::optional<judged_test> judge_launched(int status) const;

  /// Records the verdict for the processes that started this one: ctest may see
  /// the signal by which this process dies as a success, and WILL_FAIL must not
  /// hide a broken test.
  void note(const judged_test& judged) noexcept;
  /// Logs the failure of a test that becomes known only at the end of the
  /// program.
  void record(const judged_test& judged, event_log& log, pid_t owner) const;

 private:
  seen_cases seen() const;

  test_progress progress_;
  mutable std::mutex mutex_;
  std::string only_;
  std::string unit_;
  std::string selector_;
  std::string running_;
  std::string last_;
  std::optional<std::string> fork_failure_;  ///< the first reason
  adapter::framework kind_ = adapter::framework::googletest;
  bool expects_one_ = false;
  /// For this process only; other copies of the test have their own.
  std::atomic<bool> is_in_round_ = false;
  std::atomic<bool> is_in_case_ = false;
  std::atomic<bool> failed_ = false;
  std::atomic<bool> fails_at_end_ = false;
};

}  // namespace parallel_testing
