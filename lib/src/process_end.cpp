// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What happens when the program ends, and whether it may.
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cstdlib>

#include "os.hpp"
#include "process.hpp"
#include "process_info.hpp"
#include "test_times.hpp"

namespace parallel_testing {

namespace {
process* finishing = nullptr;

/// exit(0) in the middle of a test would count as passed.
void finish_with(process::ending how) {
  if (finishing->finish(how) || how == process::ending::failed) return;
  ::fflush(nullptr);
  ::_exit(1);
}
}  // namespace

void finish_at_exit(process& made) {
  finishing = &made;
#ifdef __GLIBC__
  ::on_exit(
      [](int status, void*) {
        finish_with(status != 0 ? process::ending::failed
                                : process::ending::succeeded);
      },
      nullptr);
#else
  std::atexit([] { finish_with(process::ending::unknown); });
#endif
  ::at_quick_exit([] { finish_with(process::ending::unknown); });
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

bool process::is_complete(ending how) const {
  const std::string unfinished = progress_.unfinished_case();
  if (!unfinished.empty()) {
    os::say("the program ended in the middle of test " + unfinished);
    return false;
  }
  const bool waits = awaits_framework_ && !progress_.has_framework_run();
  if (waits && how != ending::failed) {
    os::say("the program ended before the test framework ran '" + only_test_ +
            "'; call RUN_ALL_TESTS() or Catch::Session().run(), or end with "
            "another status than 0");
    return false;
  }
  return true;
}

/// The end of a process that was forked to run the tests: what its parent set
/// up is for that one to put away.
bool process::finish_child(ending how) noexcept {
  const bool is_fine = is_complete(how) && !fails_at_end_;
  if (!is_fine || how == ending::failed) note_failure();
  temporaries_.settle(failed_ && config_.retention > 0);
  events_.flush();
  return is_fine;
}

bool process::finish(ending how) noexcept {
  const bool is_maker = ::getpid() == owner_;
  if (finished_ || (!is_maker && !is_owner())) return true;
  finished_ = true;
  if (!is_maker) return finish_child(how);
  failed_ = failed_ || progress_.has_failed();
  if (origin_ == origin::part_of) {
    events_.flush();
    return !fails_at_end_;
  }
  const bool is_fine = is_complete(how) && !fails_at_end_;
  if (!is_fine || how == ending::failed) failed_ = true;
  if (is_fine && !failed_) note_time();
  const bool keep = failed_ && config_.retention > 0;
  int kept = temporaries_.settle(keep);
  if (origin_ == origin::launched) {
    // What the launcher gave is the launcher's to take back.
    locks_.release(lock_scope::program);
    events_.flush();
    return is_fine;
  }
  if (!own_directory_.empty()) {
    kept += temporaries_.settle_one(own_directory_, keep);
  }
  locks_.release(lock_scope::program);
  record_finish(kept);
  return is_fine;
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
