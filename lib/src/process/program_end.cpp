// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "process/program_end.hpp"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <utility>

#include "base/format.hpp"
#include "base/os.hpp"
#include "process/process.hpp"
#include "verdicts/death.hpp"
#include "verdicts/early_end.hpp"
#include "verdicts/registered_test.hpp"
#include "verdicts/sanitizers.hpp"

namespace parallel_testing {

namespace {
process* finishing = nullptr;

/// The file that a descriptor refers to, to detect that it no longer leads to
/// ctest.
using destination = std::pair<dev_t, ino_t>;

std::optional<destination> destination_of(int fd) {
  struct stat found {};
  if (::fstat(fd, &found) != 0) {
    return std::nullopt;
  }
  return destination{found.st_dev, found.st_ino};
}

std::optional<destination> first_destinations[2];

/// Returns false when the program has redirected both of its outputs. A
/// duplicate of the original descriptor is not an option: ctest would then also
/// wait for children that closed their outputs.
bool report_to_ctest(const std::string& text) {
  for (const int fd : {STDERR_FILENO, STDOUT_FILENO}) {
    const auto& first = first_destinations[fd - STDOUT_FILENO];
    if (!first || destination_of(fd) != first) {
      continue;
    }
    if (os::write_all(fd, "parallel-testing: " + text + "\n")) {
      return true;
    }
  }
  return false;
}

/// Whether the properties of the test turn the exit code of a failure into
/// something else.
bool may_hide(const registered_test* test, failure_site where) {
  if (test == nullptr) {
    return false;
  }
  return test->is_reinterpreted ||
         (test->will_fail && where != failure_site::test);
}

[[noreturn]] void leave_as_failure() {
  forget_early_ends();
  ::_exit(1);
}

void end_as_failure(const registered_test* test, failure_site where) {
  ::fflush(nullptr);
  if (may_hide(test, where)) {
    die_as_failure();
  }
  leave_as_failure();
}

/// The properties of tests that the project registered itself are unknown, and
/// so are properties that it set later on tests of ParallelTesting. A status
/// that is not a success is kept.
void end_as_broken(std::optional<int> status) {
  ::fflush(nullptr);
  const bool is_success = !status || *status == 0;
  const bool is_judged_here = finishing->is_test_of_ctest() &&
                              !finishing->is_rank() &&
                              !finishing->test().is_part_of_unit();
  const bool is_ours = finishing->registered() != nullptr;
  if (is_judged_here && (is_ours || is_success)) {
    die_as_failure();
  }
  if (is_success) {
    leave_as_failure();
  }
}

pid_t process_that_finishes = 0;
bool has_reported_skip = false;

/// Whether the process ends as the test that ctest judges, whose properties
/// hide exit codes.
bool hides_exit_codes(process& ending) {
  return !ending.test().is_part_of_unit() &&
         may_hide(ending.registered(), failure_site::program);
}

/// A sanitizer ends the program by an exit code, without its exit handlers. It
/// has printed why. Async-signal-safe: it may do so in a handler of a signal.
void end_by_sanitizer() {
  if (::getpid() == process_that_finishes &&
      (has_reported_skip || hides_exit_codes(*finishing))) {
    die_as_failure();
  }
}

void watch_sanitizers() noexcept {
  process_that_finishes = ::getpid();
  call_before_sanitizer_ends_program(&end_by_sanitizer);
}

/// Exit handlers of the framework and of sanitizers run after this. A problem
/// that they find changes the exit status, which a skip would hide.
void end_as_skipped(const registered_test& test, const std::string& why) {
  if (test.skip_is_failure) {
    os::say(fmt::format(
        "'{}' was skipped{}{}; skips count as failures for this test",
        test.name, why.empty() ? "" : ": ", why));
    end_as_failure(&test, failure_site::program);
  }
  ::fflush(nullptr);
  if (leaks_memory() || !report_to_ctest(skip_line(test, why))) {
    die_as_failure();
  }
  has_reported_skip = true;
  watch_sanitizers();
}

/// A child that runs the tests leaves the verdict to the process that forked
/// it, but must not end with success after a failure.
void end_child(const judged_test& judged, std::optional<int> status) {
  if (!is_bad(judged.how) || (status && *status != 0)) {
    return;
  }
  if (judged.is_broken()) {
    os::say(judged.why);
  }
  ::fflush(nullptr);
  leave_as_failure();
}

void act_on(const judged_test& judged, std::optional<int> status) {
  if (finishing->is_child()) {
    return end_child(judged, status);
  }
  const registered_test* const test =
      finishing->test().is_part_of_unit() ? nullptr : finishing->registered();
  if (judged.is_broken()) {
    os::say(judged.why);
    end_as_broken(status);
  } else if (is_bad(judged.how)) {
    const bool is_seen =
        status && *status != 0 && !may_hide(test, judged.where);
    if (!is_seen) {
      end_as_failure(test, judged.where);
    }
  } else if (judged.how == verdict::skip && test != nullptr) {
    end_as_skipped(*test, judged.why);
  }
}

/// The verdict when the process began to end. Contains no std::string, because
/// the last exit handlers run after the destructors of the library.
struct first_end {
  std::optional<int> status;
  verdict how = verdict::pass;
  failure_site where = failure_site::test;
};
std::optional<first_end> judged_end;

/// An exit handler that runs later ends the program with another status than
/// the one that was judged.
void finish_otherwise(std::optional<int> status) noexcept {
  const judged_test first{judged_end->how, "", judged_end->where};
  if (is_bad(first.how) && !first.is_broken()) {
    return act_on(first, status);
  }
  if (status && judged_end->status && *status != *judged_end->status) {
    act_on(finishing->break_finished(*status), status);
  }
}

void finish_with(std::optional<int> status) noexcept {
  if (judged_end) {
    return finish_otherwise(status);
  }
  const judged_test judged = finishing->finish(status);
  if (finishing->has_finished()) {
    judged_end = first_end{status, judged.how, judged.where};
  }
  act_on(judged, status);
}
}  // namespace

void finish_at_exit(process& ending) {
  finishing = &ending;
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

void show_ends_by_sanitizers(process& ending) noexcept {
  if (!hides_exit_codes(ending)) {
    return;
  }
  watch_sanitizers();
  if (has_thread_sanitizer()) {
    for (const int number : {SIGSEGV, SIGBUS, SIGILL, SIGFPE}) {
      ::signal(number, SIG_DFL);
    }
  }
}

}  // namespace parallel_testing
