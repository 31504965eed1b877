// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Follows one or more ctests through what they print and what their tests log.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "commands/run/watch/watched_tests.hpp"
#include "ctest/ctest_line.hpp"
#include "events/event.hpp"
#include "events/event_writer.hpp"

namespace parallel_testing::run_command {

struct test_end {
  const watched_test* test = nullptr;
  std::string worker;  // empty when it is not known
  tools::verdict outcome = tools::verdict::pass;
  std::string message;
  std::string output;
  std::vector<std::string> left;  // programs it left behind
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
  observer(std::vector<tools::listed_test> listing, tools::event_writer& writer,
           observer_sinks sinks);
  observer(const observer&) = delete;
  observer& operator=(const observer&) = delete;

  void record(tools::event_body body);
  /// An event of ours that was written before this was made.
  void adopt(const tools::event& known) { events_.push_back(known); }

  void begin_ctest(std::int64_t round);
  void on_line(std::string_view line);
  void on_event(tools::event&& logged);
  /// No more lines come.
  void end_ctest();

  /// For a test whose end ctest does not print any more.
  void end_test(const watched_test& test, const tools::printed_result& how,
                const std::string& output);

  /// A process that a test left behind is still there.
  void note_left(const watched_test& test, std::int64_t pid,
                 const std::string& program);

  [[nodiscard]] const watched_tests& known() const { return known_; }
  /// Those whose end has not been reported.
  [[nodiscard]] std::vector<const watched_test*> running() const;
  [[nodiscard]] const std::map<int, watched_test>& tests() const {
    return known_.all();
  }
  [[nodiscard]] const tools::listed_test* listed(
      const watched_test& test) const {
    return known_.listed(test);
  }
  [[nodiscard]] const std::vector<tools::listed_test>& listing() const {
    return known_.listing();
  }
  [[nodiscard]] const std::vector<tools::event>& events() const {
    return events_;
  }

 private:
  [[nodiscard]] std::vector<std::string> left_beside(int number);
  bool follow(std::string_view line);
  void settle_begun_line();
  void take_text(std::string_view line);
  bool start(const tools::start_line& line);
  bool finish(const tools::result_line& line);
  void settle_pending();
  void settle_text();
  void report_end(watched_test& test, const tools::printed_result& how,
                  std::string output);

  watched_tests known_;
  tools::event_writer& writer_;
  observer_sinks sinks_;
  std::vector<tools::event> events_;
  std::map<int, std::vector<std::string>> left_;  // of tests that run
  std::int64_t round_ = 1;
  int done_ = 0;
  int total_ = 0;
  std::string begun_line_;  // to be continued: names may have line breaks
  // A test that ended badly: its output follows.
  watched_test* last_started_ = nullptr;
  std::string text_;
  watched_test* pending_ = nullptr;
  tools::printed_result pending_result_;
  std::string pending_output_;
};

}  // namespace parallel_testing::run_command
