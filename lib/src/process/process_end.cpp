// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What happens when the program ends, and whether it may.
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <utility>

#include "base/format.hpp"
#include "base/os.hpp"
#include "base/process_info.hpp"
#include "events/case_times.hpp"
#include "process/process.hpp"
#include "verdicts/death.hpp"
#include "verdicts/early_end.hpp"
#include "verdicts/registered_test.hpp"

#if defined(__GNUC__) && defined(__linux__)
// Only programs with LeakSanitizer have it.
extern "C" int __lsan_do_recoverable_leak_check() __attribute__((weak));
#endif

namespace parallel_testing {

namespace {
process* finishing = nullptr;

/// What a descriptor leads to: at the start of the program, to ctest.
using destination = std::pair<dev_t, ino_t>;

std::optional<destination> destination_of(int fd) {
  struct stat found {};
  if (::fstat(fd, &found) != 0) return std::nullopt;
  return destination{found.st_dev, found.st_ino};
}

std::optional<destination> first_destinations[2];

bool leaks_memory() {
#if defined(__GNUC__) && defined(__linux__)
  return &__lsan_do_recoverable_leak_check != nullptr &&
         __lsan_do_recoverable_leak_check() != 0;
#else
  return false;
#endif
}

/// False when the program has led both of its outputs elsewhere. A descriptor
/// of our own would keep ctest waiting for children that closed theirs.
bool say_to_ctest(const std::string& text) {
  for (const int fd : {STDERR_FILENO, STDOUT_FILENO}) {
    const auto& first = first_destinations[fd - STDOUT_FILENO];
    if (!first || destination_of(fd) != first) continue;
    if (os::write_all(fd, "parallel-testing: " + text + "\n")) return true;
  }
  return false;
}

/// Another copy of the test may still fail, and a test that was said to be
/// skipped is: the last one says so.
void leave_skip_to_others(judged_test& judged) {
  if (judged.how == test_verdict::skipped) judged.how = test_verdict::passed;
}

/// Whether the properties of the test make something else of an exit code than
/// the failure it stands for.
bool may_hide(const registered_test* test, test_verdict how) {
  if (test == nullptr) return false;
  return test->is_reinterpreted ||
         (test->will_fail && how != test_verdict::failed);
}

[[noreturn]] void leave_as_failure() {
  forget_early_ends();
  ::_exit(1);
}

void end_as_failure(const registered_test* test, test_verdict how) {
  ::fflush(nullptr);
  if (may_hide(test, how)) die_as_failure();
  leave_as_failure();
}

/// Which properties a project set on a test of its own is not known, nor what
/// it set on ours later. A status that is no success in any case stays.
void end_as_broken(std::optional<int> status) {
  ::fflush(nullptr);
  const bool is_success = !status || *status == 0;
  const bool is_judged_here =
      finishing->is_test_of_ctest() && !finishing->is_part_of_unit();
  const bool is_ours = finishing->registered() != nullptr;
  if (is_judged_here && (is_ours || is_success)) die_as_failure();
  if (is_success) leave_as_failure();
}

/// After this the framework's own exit handlers run, and a sanitizer's: what
/// they find ends the process with another status, which a skip would hide.
void end_as_skipped(const registered_test& test, const std::string& why) {
  if (test.skip_is_failure) {
    os::say(fmt::format("'{}' was skipped{}{}; skips count as failures here",
                        test.name, why.empty() ? "" : ": ", why));
    end_as_failure(&test, test_verdict::skipped);
  }
  ::fflush(nullptr);
  if (leaks_memory() || !say_to_ctest(skip_line(test, why))) die_as_failure();
}

/// A child that runs the tests leaves the verdict to the process that forked
/// it, but must not end as if all were well.
void end_child(const judged_test& judged, std::optional<int> status) {
  if (!judged.is_red() || (status && *status != 0)) return;
  if (judged.how == test_verdict::broken) os::say(judged.why);
  ::fflush(nullptr);
  leave_as_failure();
}

void act_on(const judged_test& judged, std::optional<int> status) {
  if (finishing->is_child()) return end_child(judged, status);
  const registered_test* const test =
      finishing->is_part_of_unit() ? nullptr : finishing->registered();
  switch (judged.how) {
    case test_verdict::passed:
      break;
    case test_verdict::skipped:
      if (test != nullptr) end_as_skipped(*test, judged.why);
      break;
    case test_verdict::failed:
    case test_verdict::failed_around: {
      const bool is_seen =
          status && *status != 0 && !may_hide(test, judged.how);
      if (!is_seen) end_as_failure(test, judged.how);
      break;
    }
    case test_verdict::broken:
      os::say(judged.why);
      end_as_broken(status);
      break;
  }
}

/// What the process was judged by when it began to end. No std::string: the
/// last exit handlers run after the destructors of the library's.
struct first_end {
  std::optional<int> status;
  test_verdict how = test_verdict::passed;
};
std::optional<first_end> judged_end;

/// An exit handler that runs after ours ends the program with another status
/// than the verdict stands on.
void finish_otherwise(std::optional<int> status) noexcept {
  const bool has_failed = judged_end->how == test_verdict::failed ||
                          judged_end->how == test_verdict::failed_around;
  if (has_failed) return act_on({judged_end->how, ""}, status);
  if (status && judged_end->status && *status != *judged_end->status) {
    act_on(finishing->break_finished(*status), status);
  }
}

void finish_with(std::optional<int> status) noexcept {
  if (judged_end) return finish_otherwise(status);
  const judged_test judged = finishing->finish(status);
  if (finishing->has_finished()) judged_end = first_end{status, judged.how};
  act_on(judged, status);
}
}  // namespace

void finish_at_exit(process& made) {
  finishing = &made;
  for (const int fd : {STDOUT_FILENO, STDERR_FILENO}) {
    first_destinations[fd - STDOUT_FILENO] = destination_of(fd);
  }
#ifdef __GLIBC__
  ::on_exit([](int status, void*) { finish_with(status); }, nullptr);
#else
  std::atexit([] { finish_with(std::nullopt); });
#endif
  ::at_quick_exit([] { finish_with(std::nullopt); });
}

void finish_early(int status) noexcept {
  finish_with(status);
}

/// So that long tests start early next time. Time spent waiting for a lock is
/// not the test's own.
void process::note_time() noexcept {
  if (!is_test_of_ctest() || selector_.empty()) return;
  try {
    const std::int64_t own_ns = monotonic_ns() - start_ns_ - locks_.waited_ns();
    note_test_time(run_->directory(), {own_executable(), selector_, own_ns});
  } catch (const std::exception& problem) {
    os::say(std::string("the time of the test was not noted: ") +
            problem.what());
  }
}

seen_cases process::seen() const {
  seen_cases result;
  // One of several copies may leave the test to the others.
  const bool is_left = progress_.ended() == 0 && progress_.has_peer();
  result.expects_one = expects_one_ && !is_left;
  result.expected = only_test_;
  result.is_awaited = result.expects_one && !progress_.has_framework_run();
  result.running = progress_.unfinished_case();
  result.is_in_round = is_in_round_ || progress_.has_unfinished_round();
  result.ended = progress_.ended();
  result.has_failed = progress_.has_failed();
  result.failed_around = progress_.has_failed_around();
  result.all_skipped = progress_.skipped() == progress_.ended();
  result.reason = progress_.reason();
  return result;
}

judged_test process::judge(std::optional<int> status) const {
  judged_test judged = judge_test(seen(), kind_, status);
  // Started by hand, or for all of its tests by a project: the exit code is
  // the program's own affair.
  const bool is_found_by_framework = judged.how == test_verdict::failed ||
                                     judged.how == test_verdict::failed_around;
  if (is_found_by_framework && !is_test_of_ctest()) {
    judged.how = test_verdict::passed;
  }
  if (fails_at_end_ && judged.how != test_verdict::broken) {
    judged.how = test_verdict::failed;
  }
  return judged;
}

/// What the end of the program adds to what was logged of its tests.
void process::record_verdict(const judged_test& judged) {
  if (judged.how != test_verdict::broken || is_part_of_unit()) return;
  const std::string running = progress_.unfinished_case();
  const std::string& last = last_test_.empty() ? only_test_ : last_test_;
  event_fields fields;
  fields.text("test", running.empty() ? last : running)
      .text("message", judged.why);
  if (running.empty() && progress_.ended() > 0) {
    events_.write("case_failure", fields.number("process", owner_));
  } else {
    fields.text("file", "").number("line", 0).number("process", owner_);
    events_.write(running.empty() ? "case_missing" : "case_crash", fields);
  }
}

/// For the processes that started this one: the signal by which it dies may
/// reach ctest as a success, and WILL_FAIL must not hide what is broken.
void process::note_verdict(const judged_test& judged) noexcept {
  if (!judged.is_red()) return;
  if (judged.how == test_verdict::failed) {
    note_failure(judged.why);
  } else {
    note_failure_around(judged.why);
  }
}

/// The end of a process that was forked to run the tests: what its parent set
/// up is for that one to put away, and to judge.
judged_test process::finish_child(std::optional<int> status) noexcept {
  const judged_test judged = judge_test(seen(), kind_, status);
  note_verdict(judged);
  if (fails_at_end_ || (status && *status != 0)) note_failure(judged.why);
  temporaries_.settle(failed_ && config_.retention > 0);
  events_.flush();
  return judged;
}

/// What a test beside this one wrote counts as well: neither of them had the
/// file for itself. Started by hand, changing it may be what is wanted.
void process::check_visible_files() noexcept {
  try {
    for (const std::string& path : visible_.changed()) {
      const std::string text = fmt::format(
          "'{}', which VISIBLE_FILES links into the private directory, changed "
          "while the test ran: this test or one beside it wrote to it; write "
          "to a copy or to another name, and list files instead of a directory "
          "that is written to",
          path);
      os::say(text);
      events_.write("warning", event_fields().text("message", text));
      if (!is_test_of_ctest()) continue;
      if (has_adapter_ && progress_.ended() > 0) {
        const std::string& last = last_test_.empty() ? only_test_ : last_test_;
        events_.write("case_failure", event_fields()
                                          .text("test", last)
                                          .text("message", text)
                                          .number("process", owner_));
      }
      fails_at_end_ = true;
      note_failure(text);
    }
  } catch (const std::exception& problem) {
    os::say(problem.what());
  }
}

judged_test process::finish(std::optional<int> status) noexcept {
  const bool is_maker = ::getpid() == owner_;
  if (finished_ || (!is_maker && !is_owner())) return {};
  finished_ = true;
  if (!is_maker) return finish_child(status);
  failed_ = failed_ || progress_.has_failed();
  if (origin_ == origin::part_of) {
    events_.flush();
    return {fails_at_end_ ? test_verdict::failed : test_verdict::passed, ""};
  }
  check_visible_files();
  judged_test judged = judge(status);
  note_verdict(judged);
  if (status && *status != 0) failed_ = true;
  if (has_adapter_) record_verdict(judged);
  if (!failed_) note_time();
  const bool keep = failed_ && config_.retention > 0;
  int kept = temporaries_.settle(keep);
  if (origin_ == origin::launched) {
    // What the launcher gave is the launcher's to take back, what copies share
    // is the last one's.
    locks_.release(lock_scope::program);
    const bool is_last = progress_.leave();
    if (!is_last) leave_skip_to_others(judged);
    if (is_last && is_copy_) {
      temporaries_.settle_one(own_directory_, keep);
    }
    events_.flush();
    group_.leave();
    return judged;
  }
  const bool is_last = progress_.leave();
  if (!is_last) leave_skip_to_others(judged);
  if (is_last && !own_directory_.empty()) {
    kept += temporaries_.settle_one(own_directory_, keep);
  }
  locks_.release(lock_scope::program);
  record_finish(kept);
  group_.leave();
  return judged;
}

std::optional<judged_test> process::failure_of_launched(int status) noexcept {
  // An emulator may run the program where it cannot know of the launcher.
  if (!has_prepared_ || !progress_.adopt_first(slot_.lock.get())) {
    return std::nullopt;
  }
  const std::string running = progress_.unfinished_case();
  if (!running.empty() || progress_.has_unfinished_round()) {
    return judged_test{
        test_verdict::broken,
        fmt::format("a process of the test ended {}",
                    running.empty() ? "while its framework still ran"
                                    : "in the middle of '" + running + "'")};
  }
  const bool may_have_said_skip = progress_.skipped() > 0;
  if (progress_.has_failed()) {
    const auto how = may_have_said_skip ? test_verdict::broken
                     : progress_.has_failed_around()
                         ? test_verdict::failed_around
                         : test_verdict::failed;
    return judged_test{how, progress_.reason()};
  }
  if (status == 0 || may_have_said_skip) return std::nullopt;
  return judged_test{
      test_verdict::broken,
      fmt::format("the test passed, but the program or its emulator ended with "
                  "status {}",
                  status)};
}

judged_test process::break_finished(int status) noexcept {
  judged_test judged = {
      test_verdict::broken,
      fmt::format("an exit handler ended the program with status {}", status)};
  note_verdict(judged);
  if (has_adapter_) record_verdict(judged);
  events_.flush();
  return judged;
}

void process::record_finish(int kept) noexcept {
  rusage usage{};
  ::getrusage(launches_ ? RUSAGE_CHILDREN : RUSAGE_SELF, &usage);
  constexpr std::int64_t us_per_second = 1'000'000;
  events_.write("process_finish",
                event_fields()
                    .number("user_us", usage.ru_utime.tv_sec * us_per_second +
                                           usage.ru_utime.tv_usec)
                    .number("system_us", usage.ru_stime.tv_sec * us_per_second +
                                             usage.ru_stime.tv_usec)
                    .number("max_rss_kib", usage.ru_maxrss));
  const bool nothing_to_see = origin_ == origin::by_hand && kept == 0;
  if (nothing_to_see && joined_.is_first) forget_run(state_, joined_);
}

}  // namespace parallel_testing
