// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// SIGKILL of tests and of ctest in the middle of everything a database can be
// asked for, eight at a time; then the next run.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include "outside_server.hpp"
#include "support/files.hpp"

namespace parallel_testing::support {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

constexpr std::size_t at_once = 8;
constexpr std::size_t in_all = 12;

/// Looks again until it is so; the timeout of the test is the limit.
template <class Condition>
void wait_until(const Condition& is_so) {
  while (!is_so()) ::poll(nullptr, 0, 1);
}

bool is_gone(const std::string& pid) {
  const std::string status = "/proc/" + pid + "/status";
  if (!std::filesystem::exists(status)) return true;
  for (const std::string& line : read_lines(status)) {
    if (line.rfind("State:", 0) == 0) return line.find('Z') != line.npos;
  }
  return true;
}

void kill_and_wait(const std::string& pid) {
  ::kill(std::stoi(pid), SIGKILL);
  wait_until([&] { return is_gone(pid); });
}

std::map<std::string, std::size_t> turns_of(const running_ctest& storm) {
  std::map<std::string, std::size_t> turns;
  for (const std::string& pid : storm.noted("going")) turns[pid] = 0;
  for (const std::string& pid : storm.noted("turn")) ++turns[pid];
  return turns;
}

/// All tests, each in another turn, while ctest starts the next ones.
void kill_tests(const running_ctest& storm) {
  std::set<std::string> killed;
  while (killed.size() < in_all) {
    for (const auto& [pid, turns] : turns_of(storm)) {
      if (turns < killed.size() % 2 || !killed.insert(pid).second) continue;
      kill_and_wait(pid);
    }
    ::poll(nullptr, 0, 1);
  }
}

/// First ctest, so that its tests go on for a while.
void kill_ctest(const running_ctest& storm) {
  wait_until([&] { return storm.noted("turn").size() >= at_once / 2; });
  const std::size_t before = storm.noted("turn").size();
  ::kill(storm.pid(), SIGKILL);
  wait_until([&] { return storm.noted("turn").size() > before; });
  for (const auto& [pid, turns] : turns_of(storm)) kill_and_wait(pid);
}

/// What dead tests had asked the server for is done, or was given up.
void wait_for_server() {
  postgresql::connection open;
  wait_until([&] {
    return open.value(
               "SELECT count(*) FROM pg_stat_activity WHERE "
               "application_name LIKE 'All/Storm%'") == "0";
  });
}

struct storm : testing::Test {
  sandbox_with_server box;

  /// Of runs: "pt-<user>/<run>".
  std::vector<std::string> directories() const {
    std::vector<std::string> names;
    for (const std::string& path : tree_of(box.path("t"))) {
      if (std::count(path.begin(), path.end(), '/') == 1) names.push_back(path);
    }
    return names;
  }

  void expect_calm() {
    const ctest_result next = box.ctest({"-j8", "-R", "^All/Calm"});
    EXPECT_EQ(what_went_wrong(next), "");
    EXPECT_THAT(next.passed(), SizeIs(at_once));
    EXPECT_THAT(next.noted("once"), SizeIs(1)) << "C60";
    for (const std::string& name : next.noted("database")) {
      EXPECT_LE(name.size(), 63U) << "C54";
      EXPECT_THAT(name, HasSubstr("_gw")) << "C54";
    }
  }

  template <class Kill>
  void rage(const Kill& kill) {
    box.set("PARALLEL_TESTING_TEMP_RETENTION", "0");
    running_ctest raging = box.start_ctest({"-j8", "-R", "^All/Storm"});
    const std::string run = box.last_run();
    const pid_t ctest = raging.pid();
    kill(raging);
    (void)raging.wait();
    wait_for_server();
    expect_calm();
    EXPECT_EQ(left_of_run(run), "");
    EXPECT_EQ(left_unfinished_of(ctest), "");
    EXPECT_THAT(directories(), SizeIs(testing::Le(1U))) << "of SQLite files";
  }
};

TEST_F(storm, C55_C58_of_killed_tests_leaves_nothing_behind_the_next_start) {
  rage(kill_tests);
}

TEST_F(storm, C55_C58_of_a_killed_ctest_leaves_nothing_behind_the_next_start) {
  rage(kill_ctest);
}

}  // namespace
}  // namespace parallel_testing::support
