// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Follows one or more ctests through what they print and what their tests log.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "io/event_writer.hpp"
#include "io/verdict.hpp"
#include "run/ctest_line.hpp"
#include "run/process_claims.hpp"

namespace parallel_testing::run_command {

/// A test of ctest's, from its first start on.
struct watched_test {
  int number = 0;
  std::string name;
  std::optional<std::size_t> listed;
  std::int64_t attempt = 0;  // the one that runs or ran last
  std::int64_t start_mono_ns = 0;
  bool running = false;
  io::verdict outcome = io::verdict::not_run;  // of the last attempt
};

struct test_end {
  const watched_test* test = nullptr;
  std::string worker;  // empty when it is not known
  io::verdict outcome = io::verdict::pass;
  std::string message;
  std::string output;
  std::int64_t duration_ns = 0;
  int done = 0;  // of this ctest
  int total = 0;
};

struct observer_sinks {
  std::function<void(const watched_test&)> on_start;
  std::function<void(const test_end&)> on_end;
  std::function<void(std::string_view)> on_text;  // lines of neither
};

class observer {
 public:
  observer(std::vector<io::listed_test> listing, io::event_writer& writer,
           observer_sinks sinks);
  observer(const observer&) = delete;
  observer& operator=(const observer&) = delete;

  void record(io::event_body body);
  /// An event of ours that was written before this was made.
  void adopt(const io::event& known) { events_.push_back(known); }

  void begin_ctest(std::int64_t round);
  void on_line(std::string_view line);
  void on_event(io::event&& logged);
  /// No more lines come.
  void end_ctest();

  /// The running test that the process `pid` of ctest is.
  [[nodiscard]] const watched_test* running_as(
      pid_t pid, const std::vector<std::string>& command) const;
  /// The test that was that process, or has that command.
  [[nodiscard]] const watched_test* test_of(
      std::int64_t pid, const std::vector<std::string>& command) const;
  /// For a test whose end ctest does not tell any more.
  void end_test(const watched_test& test, const line_result& how,
                const std::string& output);

  [[nodiscard]] std::vector<const watched_test*> running() const;
  [[nodiscard]] std::string worker_of(const watched_test& test) const;
  [[nodiscard]] const std::map<int, watched_test>& tests() const {
    return tests_;
  }
  /// What the project knows of the test, when it was listed.
  [[nodiscard]] const io::listed_test* listed(const watched_test& test) const;
  [[nodiscard]] const std::vector<io::listed_test>& listing() const {
    return listing_;
  }
  [[nodiscard]] const std::vector<io::event>& events() const { return events_; }

 private:
  bool start(const start_line& line);
  bool finish(const result_line& line);
  void settle_pending();
  void settle_text();
  void bind(watched_test& test);
  [[nodiscard]] std::string key_of(const watched_test& test) const;
  void tell_end(watched_test& test, const line_result& how, std::string output);

  std::vector<io::listed_test> listing_;
  process_claims claims_;
  io::event_writer& writer_;
  observer_sinks sinks_;
  std::vector<io::event> events_;
  std::map<int, watched_test> tests_;
  std::unordered_multimap<std::string, std::size_t> by_name_;
  std::unordered_set<std::size_t> bound_;
  std::unordered_map<std::int64_t, int> ended_pids_;
  std::int64_t round_ = 1;
  int done_ = 0;
  int total_ = 0;
  // A test that ended badly: its output follows.
  watched_test* last_started_ = nullptr;
  std::string text_;
  watched_test* pending_ = nullptr;
  line_result pending_result_;
  std::string pending_output_;
};

}  // namespace parallel_testing::run_command
