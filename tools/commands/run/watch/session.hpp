// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Runs one ctest after another and watches their tests.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "commands/run/guards/ctest_clock.hpp"
#include "commands/run/guards/limited_output.hpp"
#include "commands/run/guards/running_state.hpp"
#include "commands/run/guards/silence.hpp"
#include "commands/run/watch/display.hpp"
#include "commands/run/watch/first_ends.hpp"
#include "commands/run/watch/log_tail.hpp"
#include "commands/run/watch/observer.hpp"
#include "commands/run/watch/signals.hpp"
#include "commands/run/watch/stopped_times.hpp"
#include "commands/run/watch/terminal_control.hpp"
#include "commands/run/watch/time_limits.hpp"
#include "ctest/child.hpp"
#include "events/shard_record.hpp"
#include "results/case_times.hpp"

namespace parallel_testing::run_command {

/// A request to stop that is not a signal to this process.
struct stop_request {
  bool starts_no_more = false;
  std::optional<int> signal{};  ///< ends as after this signal
};

struct session_options {
  std::string run_directory;
  std::string run_id;
  int maxfail = 0;  ///< 0: no limit
  /// How often a test that failed will be retried. A failure before the last
  /// retry does not count.
  std::function<int(const watched_test&)> retries;
  /// Whether one ctest may run a test several times.
  bool repeats = false;
  std::int64_t workers = 1;
  tools::test_times times{};  ///< times of earlier runs
  /// When to stop as after SIGTERM; CLOCK_MONOTONIC, 0: never.
  std::int64_t deadline_ns = 0;
  /// The value of `ctest --timeout`; "" when not given.
  std::string test_seconds{};
  observer_options outputs{};
  silence_times quiet{};
  /// Stops if this many first tests all fail in the same way; 0: never.
  std::size_t broken_after = 0;
  /// Asked from time to time; empty: nobody else stops the run.
  std::function<stop_request()> asks_to_stop{};
};

/// How one ctest ended.
struct ctest_end {
  int status = 0;        ///< status of waitpid()
  bool stopped = false;  ///< stopped because of maxfail, or as broken
};

/// Whether the tests are listed before the first ctest starts or while it runs.
enum class listing_time { first, meanwhile };

/// What ctest lists.
struct test_listing {
  /// The ctest that lists the tests; nothing if `text` is its output.
  std::optional<tools::program_start> ctest{};
  listing_time when = listing_time::first;
  std::string text{};
};

class session {
 public:
  session(session_options given, display& shown);
  session(const session&) = delete;
  session& operator=(const session&) = delete;

  /// Writes the first events of the log.
  void begin(const tools::run_start& start,
             const std::optional<tools::shard_record>& part,
             test_listing listing);

  ctest_end run_ctest(tools::program_start program, std::int64_t round);

  /// Waits between two ctests. Returns false if the run is to end.
  [[nodiscard]] bool rest(int wait_ms);

  /// Number of lines in the event log that are not events.
  [[nodiscard]] std::size_t bad_lines() const { return tail_.bad_lines(); }
  /// The signal that asked to stop, if any; SIGTERM after the deadline.
  [[nodiscard]] std::optional<int> interrupted_by() const { return signal_; }
  [[nodiscard]] bool reached_deadline() const { return deadline_reached_; }
  /// For how long the user had stopped it, with its tests.
  [[nodiscard]] std::int64_t stopped_ns() const { return stopped_.total_ns(); }
  /// When it began to stop the running tests; 0 if it did not.
  [[nodiscard]] std::int64_t halted_ns() const { return halted_ns_; }
  [[nodiscard]] observer& watched() { return *observer_; }
  [[nodiscard]] const observer& watched() const { return *observer_; }
  [[nodiscard]] tools::event_writer& log() { return writer_; }
  /// The output of ctest before the first test.
  [[nodiscard]] const std::vector<std::string>& early_text() const {
    return early_text_;
  }

 private:
  void wait_for_listing();
  void wait_for_news(const tools::child& ctest);
  void check_deadline();
  void check_requests();
  void reap(tools::child& ctest);
  void take_signals(const news& seen, bool was_lent);
  void on_stopped(const tools::child& ctest, int number);
  void pause(const tools::child& ctest, int number,
             terminal_control::reach whom);
  void read_listing();
  void use_listing();
  void feed(std::string& text);
  void read_log();
  void refresh();
  void remind(const tools::child& ctest);
  void show_state(const tools::child& ctest);
  [[nodiscard]] std::vector<shown_test> running_tests(
      const tools::child& ctest) const;
  [[nodiscard]] std::optional<std::int64_t> left_ns(std::int64_t now_ns) const;
  void note_left_processes();
  void note_held_output();
  void note_left_process(const watched_test& test, pid_t pid);
  void on_test_end(const test_end& end);
  void on_text(std::string_view line);
  void halt(tools::child& ctest, std::string& text);

  session_options given_;
  display& display_;
  signals signals_;
  terminal_control terminal_;
  tools::event_writer writer_;
  ctest_clock clock_;
  stopped_times stopped_;
  log_tail tail_;
  std::unique_ptr<tools::child> listing_;
  std::string listing_text_;
  std::unique_ptr<observer> observer_;
  time_limits limits_;
  std::vector<tools::event> opening_;  ///< first events of the log
  std::optional<int> signal_;
  std::vector<std::string> early_text_;
  std::int64_t start_ns_ = 0;
  std::int64_t drawn_ns_ = 0;
  std::int64_t looked_ns_ = 0;
  std::int64_t looked_for_left_ns_ = 0;
  std::set<pid_t> known_left_;
  bool has_started_test_ = false;
  bool maxfail_reached_ = false;
  bool shows_state_ = false;  ///< a signal asked for it
  first_ends first_ends_;
  silence silence_;
  bool deadline_reached_ = false;
  std::int64_t halted_ns_ = 0;
  std::int64_t round_ = 1;
  std::vector<std::optional<std::int64_t>>
      expected_ns_;  ///< of the listed tests
  int bad_ = 0;
  int done_ = 0;
};

}  // namespace parallel_testing::run_command
