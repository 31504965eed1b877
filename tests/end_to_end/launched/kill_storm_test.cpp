// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Random ends of everybody at random instants. How many, and from which seed,
// PARALLEL_TESTING_STORM_KILLS and _SEED say.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>

#include <cstdlib>
#include <filesystem>
#include <random>

#include "history/queries.hpp"
#include "launched/processes_of.hpp"
#include "support/sandbox.hpp"

namespace parallel_testing::support {
namespace {

using testing::IsEmpty;

unsigned number_from(const char* name, unsigned otherwise) {
  const char* const value = std::getenv(name);
  return value == nullptr
             ? otherwise
             : static_cast<unsigned>(std::strtoul(value, nullptr, 10));
}

class storm {
 public:
  storm(std::string mark, unsigned seed)
      : mark_(std::move(mark)), random_(seed) {}

  unsigned kills() const { return kills_; }

  /// Until ctest has ended.
  void rage(running_ctest& running) {
    std::vector<pid_t> stopped;
    while (!running.has_ended()) {
      ::poll(nullptr, 0, static_cast<int>(below(6)));
      const std::vector<pid_t> alive = processes_with(mark_);
      if (alive.empty()) continue;
      // ctest now and then only, so that it comes to start something.
      const bool hits_ctest = below(60) == 0;
      const pid_t victim =
          hits_ctest ? running.pid() : alive[below(alive.size())];
      if (victim == running.pid() && !hits_ctest) continue;
      constexpr int signals[] = {SIGKILL, SIGTERM, SIGSTOP};
      const int number = signals[below(3)];
      if (::kill(victim, number) != 0) continue;
      ++kills_;
      if (number == SIGSTOP) stopped.push_back(victim);
      // Nobody else would wake them.
      if (stopped.size() > 3) wake(stopped);
    }
    wake(stopped);
  }

 private:
  std::size_t below(std::size_t limit) { return random_() % limit; }

  static void wake(std::vector<pid_t>& stopped) {
    for (const pid_t each : stopped) ::kill(each, SIGCONT);
    stopped.clear();
  }

  std::string mark_;
  std::mt19937 random_;
  unsigned kills_ = 0;
};

TEST(kill_storm,
     C33_C53_C71_nothing_is_held_afterwards_and_the_next_run_works) {
  const unsigned wanted = number_from("PARALLEL_TESTING_STORM_KILLS", 500);
  const unsigned seed =
      number_from("PARALLEL_TESTING_STORM_SEED", std::random_device()());
  SCOPED_TRACE("PARALLEL_TESTING_STORM_SEED=" + std::to_string(seed));
  sandbox box(E2E_BUILD);
  // In the environment of everybody, of ctest as well.
  const std::string mark = "PARALLEL_TESTING_STATE_DIR=" + box.path("state");
  storm raging(mark, seed);
  while (raging.kills() < wanted) {
    running_ctest running = box.start_ctest({"-j4", "-LE", "waits"});
    raging.rage(running);
    ctest_result result = running.wait();
    // Locks of their own, which no kill leaves behind, are the oracle.
    EXPECT_THAT(result.noted("overlap"), IsEmpty());
    // Who is killed cannot say that it has left its section.
    result.notes.clear();
    // What was stopped or is about to die since the last time has its worker.
    EXPECT_EQ(what_was_shared(result, tools::other_runs::possible), "");
  }
  // This one ends what launchers that were killed left.
  ctest_result first = box.ctest({"-j4", "-LE", "waits"});
  EXPECT_THAT(first.noted("overlap"), IsEmpty());
  // Of those that were killed; nobody may enter one while they are removed.
  first.notes.clear();
  EXPECT_EQ(what_went_wrong(first, tools::other_runs::possible), "");
  wait_until_no_process_has(mark);
  std::filesystem::remove_all(box.path("sections"));
  std::filesystem::create_directory(box.path("sections"));
  const ctest_result last = box.ctest({"-j4", "-LE", "waits"});
  EXPECT_EQ(what_went_wrong(last), "");
  for (const std::string& worker : last.noted("worker")) {
    EXPECT_LT(worker, "gw4");
  }
}

}  // namespace
}  // namespace parallel_testing::support
