// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Follows one or more ctest processes by their output and the events of their
// tests.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "commands/run/guards/limited_output.hpp"
#include "commands/run/watch/watched_tests.hpp"
#include "ctest/ctest_line.hpp"
#include "events/event.hpp"
#include "events/event_writer.hpp"
#include "results/run_result.hpp"

namespace parallel_testing::run_command {

struct test_end {
  const watched_test* test = nullptr;
  std::string worker;  ///< empty: unknown
  tools::verdict outcome = tools::verdict::pass;
  std::string message;
  std::string output;
  std::vector<std::string> left;  ///< programs that it left behind
  std::int64_t duration_ns = 0;
  std::optional<tools::launch_quarantine> quarantine{};
  int done = 0;  ///< number of tests that this ctest has ended
  int total = 0;

  [[nodiscard]] bool is_excused() const {
    return tools::is_bad(outcome) && tools::is_excused(quarantine);
  }
};

struct observer_sinks {
  std::function<void(const watched_test&)> on_start;
  std::function<void(const test_end&)> on_end;
  std::function<void(std::string_view)> on_text;  ///< all other lines
};

class observer {
 public:
  observer(std::vector<tools::listed_test> listing, tools::event_writer& writer,
           observer_sinks sinks, output_limits limits = {});
  observer(const observer&) = delete;
  observer& operator=(const observer&) = delete;

  void record(tools::event_body body);
  /// Adds an event that this program wrote before it created this object.
  void adopt(const tools::event& known) { events_.push_back(known); }

  void begin_ctest(std::int64_t round);
  void on_line(std::string_view line);
  void on_event(tools::event&& logged);
  /// Call it after the last line of a ctest.
  void end_ctest();

  /// Ends a test whose end ctest no longer prints.
  void end_test(const watched_test& test, const tools::printed_result& how,
                const std::string& output);

  /// The last line that the running test has printed, as far as ctest passes
  /// the output of running tests on (-V); otherwise empty.
  [[nodiscard]] std::string last_line_of(const watched_test& test) const;

  /// Records that a process that a test left behind still runs.
  void note_left(const watched_test& test, std::int64_t pid,
                 const std::string& program);

  /// Adds the stacks of a running test to its output, if it runs out of time.
  void note_stacks(const watched_test& test, std::string text) {
    stacks_[test.number] = std::move(text);
  }

  [[nodiscard]] const watched_tests& known() const { return known_; }
  /// The tests whose end has not been reported.
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
  void note_line(std::string_view line);
  bool start(const tools::start_line& line);
  bool finish(const tools::result_line& line);
  void settle_pending();
  void settle_text();
  [[nodiscard]] limited_output output_of(const watched_test& test) const;
  void report_end(watched_test& test, const tools::printed_result& how,
                  limited_output output);

  watched_tests known_;
  tools::event_writer& writer_;
  observer_sinks sinks_;
  output_limits limits_;
  std::map<int, std::string> last_lines_;  ///< of running tests
  std::vector<tools::event> events_;
  std::map<int, std::vector<std::string>> left_;  ///< for tests that run
  std::map<int, std::string> stacks_;             ///< likewise
  std::int64_t round_ = 1;
  int done_ = 0;
  int total_ = 0;
  std::string
      begun_line_;  ///< incomplete, because names may contain line breaks
  /// The output of a test that ended badly follows its result.
  watched_test* last_started_ = nullptr;
  std::string text_;
  watched_test* pending_ = nullptr;
  tools::printed_result pending_result_;
  limited_output pending_output_;
};

}  // namespace parallel_testing::run_command
