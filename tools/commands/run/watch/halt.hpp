// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Ends a ctest early and keeps the results of its tests. ctest itself cannot do
// that: when it is asked to stop, it leaves its tests running and writes no
// results.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "commands/run/watch/observer.hpp"
#include "commands/run/watch/signals.hpp"
#include "commands/run/watch/stopped_times.hpp"
#include "ctest/child.hpp"

namespace parallel_testing::run_command {

class ctest_halt {
 public:
  /// `signal` is the signal that asked to stop, if any; another one may arrive
  /// while the tests end. Adds stops of the tests to `stopped`. `read_log`
  /// reads the new events of the tests.
  ctest_halt(tools::child& ctest, observer& watched, const signals& incoming,
             std::optional<int>& signal, stopped_times& stopped,
             std::function<void()> read_log);

  /// Stops ctest, so that it starts no more tests.
  void freeze();

  /// Finds the tests that ctest has started and still waits for. If a signal
  /// asked to stop, ctest may have died of it, as of ^\ in a terminal: then
  /// they are those of its group that are children of this process now.
  void find_tests();

  void send_sigterm();

  /// Waits until all tests have ended or exceeded their time limits. Reads
  /// their output meanwhile: ctest no longer does, and a full pipe would block
  /// them.
  void drain();

  /// Kills what is left, and passes the results to the observer.
  void end();

 private:
  struct halted_test {
    pid_t pid = 0;
    const watched_test* test = nullptr;  ///< null: not yet known
    int pipe = -1;
    std::string output;
    bool ended = false;
    bool was_asked = false;  ///< it may have got a signal to stop while it ran
    int status = -1;
    std::int64_t end_ns = 0;
  };

  halted_test& add_test(pid_t pid);

  void identify();
  void pause();
  [[nodiscard]] std::int64_t limit_ns(const halted_test& test,
                                      std::int64_t begin_ns) const;
  /// Returns false if a second signal asks not to wait.
  bool handle_signals();
  void kill_all();
  [[nodiscard]] tools::printed_result judge(const halted_test& ended) const;

  tools::child& ctest_;
  observer& observer_;
  const signals& signals_;
  std::optional<int>& signal_;
  stopped_times& stopped_;
  std::function<void()> read_log_;
  std::vector<halted_test> tests_;
};

}  // namespace parallel_testing::run_command
