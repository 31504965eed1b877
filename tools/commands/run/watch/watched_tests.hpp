// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The tests that ctest runs, and the processes in the log that belong to them.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "commands/run/watch/case_reasons.hpp"
#include "commands/run/watch/process_claims.hpp"
#include "ctest/ctest_line.hpp"
#include "events/event.hpp"

namespace parallel_testing::run_command {

/// A CTest test, from its first start.
struct watched_test {
  int number = 0;
  std::string name;
  std::optional<std::size_t> listed;
  std::int64_t attempt = 0;  ///< the current or last attempt
  std::int64_t start_mono_ns = 0;
  bool running = false;
  tools::verdict outcome =
      tools::verdict::not_run;  ///< outcome of the last attempt
};

/// The events of a launcher about its test.
struct logged_launch {
  std::optional<tools::launch_finish> finish;
  std::vector<tools::launch_left> left;
  std::optional<tools::launch_quarantine> quarantine;
};

/// The processes of one attempt at a test.
struct test_processes {
  std::vector<std::int64_t> pids;
  std::string worker;  ///< empty: unknown
  std::vector<logged_launch> launches;
  /// From the first start to the last end in their events; empty if one of them
  /// logged no end.
  std::optional<std::int64_t> own_ns;
};

class watched_tests {
 public:
  explicit watched_tests(std::vector<tools::listed_test> listing);
  watched_tests(const watched_tests&) = delete;
  watched_tests& operator=(const watched_tests&) = delete;

  /// Returns null for a line that is output of a test and not of ctest.
  watched_test* start(const tools::start_line& line);
  /// Returns null if no test with that number runs.
  [[nodiscard]] watched_test* running_number(int number);
  /// Whether the text may be the beginning of a report by ctest about a test
  /// whose name or result contains line breaks.
  [[nodiscard]] bool is_begun(std::string_view lines);
  void on_event(const tools::event& logged);
  /// Forgets the processes, except for test_of().
  [[nodiscard]] test_processes take_processes(const watched_test& test);
  /// Why the test of these processes ended so, from the events of its cases.
  [[nodiscard]] std::string take_reason(const test_processes& of,
                                        tools::verdict outcome) {
    return reasons_.take(of.pids, outcome);
  }

  /// The running test whose process is the child `pid` of ctest.
  [[nodiscard]] const watched_test* running_as(
      pid_t pid, const std::vector<std::string>& command) const;
  /// The test that had that process, or has that command.
  [[nodiscard]] const watched_test* test_of(
      std::int64_t pid, const std::vector<std::string>& command) const;
  /// Whether a launcher logged that its test left this process behind.
  [[nodiscard]] bool is_logged_as_left(std::int64_t pid) const {
    return left_.contains(pid);
  }
  /// The test that still runs for ctest although its process `pid` logged its
  /// end before `before_ns`.
  [[nodiscard]] const watched_test* held_by(std::int64_t pid,
                                            std::int64_t before_ns) const;

  /// In the order of their starts.
  [[nodiscard]] std::vector<const watched_test*> running() const;
  [[nodiscard]] std::string worker_of(const watched_test& test) const {
    return claims_.worker_of(key_of(test));
  }
  [[nodiscard]] watched_test& at(int number) { return tests_.at(number); }
  [[nodiscard]] const std::map<int, watched_test>& all() const {
    return tests_;
  }
  /// The listing of the test; null if it was not listed.
  [[nodiscard]] const tools::listed_test* listed(
      const watched_test& test) const {
    return test.listed ? &listing_[*test.listed] : nullptr;
  }
  [[nodiscard]] const std::vector<tools::listed_test>& listing() const {
    return listing_;
  }

 private:
  void bind(watched_test& test);
  [[nodiscard]] std::optional<std::int64_t> own_time_of(
      const std::vector<std::int64_t>& pids) const;
  [[nodiscard]] bool is_running(std::size_t listed) const;
  [[nodiscard]] std::string key_of(const watched_test& test) const {
    return test.listed ? process_claims::key_of(*test.listed) : test.name;
  }

  std::vector<tools::listed_test> listing_;
  process_claims claims_;
  case_reasons reasons_;
  std::map<int, watched_test> tests_;
  std::unordered_multimap<std::string, std::size_t> by_name_;
  std::vector<std::size_t> of_several_lines_;
  std::unordered_set<std::size_t> bound_;
  struct span {
    std::int64_t begin_ns = 0;
    std::int64_t end_ns = 0;  ///< 0: no end was logged
  };
  std::unordered_map<std::int64_t, span> spans_;  ///< by pid
  std::unordered_map<std::int64_t, int> ended_pids_;
  std::unordered_map<std::int64_t, logged_launch> launches_;
  std::unordered_set<std::int64_t> left_;
};

}  // namespace parallel_testing::run_command
