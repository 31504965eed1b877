// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Reads the stacks of tests that are about to run out of time, because ctest
// kills them without a word. A launcher does that for its own test.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "commands/run/watch/observer.hpp"
#include "commands/run/watch/stopped_times.hpp"
#include "ctest/child.hpp"

namespace parallel_testing::run_command {

/// How long before its limit a test is looked at. Pure.
[[nodiscard]] std::int64_t lead_ns(std::int64_t limit_ns);

/// The time limit of a test: its property, as listed for this run, or
/// `given_seconds`, that of `ctest --timeout`. Returns nothing if
/// neither is a limit that this program knows. Pure.
[[nodiscard]] std::optional<std::int64_t> limit_ns(
    const tools::listed_test& test, const std::string& given_seconds);

class time_limits {
 public:
  /// `given_seconds` is the value of `ctest --timeout`, "" when not given.
  explicit time_limits(std::string given_seconds)
      : given_seconds_(std::move(given_seconds)) {}

  /// Adds the stacks of tests that are almost out of time to their output.
  void look(const tools::child& ctest, observer& watched,
            const stopped_times& stopped);
  /// Milliseconds until it should look again, at most `longest`.
  [[nodiscard]] int wait_ms(const observer& watched,
                            const stopped_times& stopped, int longest) const;

 private:
  [[nodiscard]] std::optional<std::int64_t> when_ns(
      const observer& watched, const stopped_times& stopped,
      const watched_test& test) const;

  std::string given_seconds_;
  /// Number and attempt.
  std::set<std::pair<int, std::int64_t>> seen_;
};

}  // namespace parallel_testing::run_command
