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
#include "ctest/verbose_output.hpp"
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

/// What the user gets to see of the lines of ctest's verbose mode, which the
/// observer always needs.
enum class verbose_lines { hidden, shown };

/// Whether ctest may also print an output after the result of its test, because
/// a preset or the environment asks for it.
enum class late_output { no, possible };

struct observer_options {
  output_limits limits{};
  verbose_lines verbose = verbose_lines::hidden;
  late_output late = late_output::no;
};

struct observer_sinks {
  std::function<void(const watched_test&)> on_start;
  std::function<void(const test_end&)> on_end;
  std::function<void(std::string_view)> on_text;  ///< all other lines
};

/// Reads what `ctest -V` prints: each line of a test has the number of the test
/// before it, so no output can be taken for a line of ctest.
class observer {
 public:
  observer(std::vector<tools::listed_test> listing, tools::event_writer& writer,
           observer_sinks sinks, observer_options how = {});
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

  /// The last line that the running test has printed and ended; may be cut.
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
  [[nodiscard]] std::vector<const watched_test*> running() const {
    return known_.running();
  }
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
  struct running_output {
    limited_output text{};
    std::string last_line{};
    std::string first_line{};
    std::size_t lines = 0;
  };
  /// The lines that ctest may print a second time.
  struct repeated_output {
    std::string first_line;
    std::size_t lines = 0;
    bool is_begun = false;
  };

  [[nodiscard]] std::vector<std::string> left_beside(int number);
  bool follow(std::string_view line);
  void settle_begun_line();
  void take_text(std::string_view line);
  bool take_verbose_line(std::string_view line);
  bool take_output(std::string_view line);
  bool take_repeated(std::string_view line);
  bool start(const tools::start_line& line);
  bool finish(const tools::result_line& line);
  void settle_text();
  [[nodiscard]] limited_output take_output_of(const watched_test& test);
  void report_end(watched_test& test, const tools::printed_result& how,
                  limited_output output);

  watched_tests known_;
  tools::event_writer& writer_;
  observer_sinks sinks_;
  observer_options how_;
  std::map<int, running_output> outputs_;  ///< by number of the test
  std::vector<tools::event> events_;
  std::map<int, std::vector<std::string>> left_;  ///< for tests that run
  std::map<int, std::string> stacks_;             ///< likewise
  std::int64_t round_ = 1;
  int done_ = 0;
  int total_ = 0;
  std::string
      begun_line_;  ///< incomplete, because names may contain line breaks
  tools::test_preamble preamble_;
  repeated_output repeated_;
  /// Lines after the start of this test, which may be the reason why it does
  /// not run.
  watched_test* last_started_ = nullptr;
  std::string text_;
};

}  // namespace parallel_testing::run_command
