// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// When a run that prints nothing names what it waits for: some CI systems end a
// job that is silent, and its log should name the test that hangs.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace parallel_testing::run_command {

struct silence_times {
  /// From the last news to the first list of running tests; the second list
  /// follows after twice that time. 0: never.
  std::int64_t first_ns = 15'000'000'000;
  /// A log is not silent for longer.
  std::int64_t longest_ns = 55'000'000'000;
};

/// The variable with which the user chooses `first_ns`, in seconds.
inline constexpr const char* silence_variable = "PARALLEL_TESTING_NEWS_AFTER";

/// Reads the value of that variable. Nothing if it is not a valid number. Pure.
[[nodiscard]] std::optional<silence_times> read_silence_times(
    std::string_view seconds);

class silence {
 public:
  enum class due {
    nothing,
    line,  ///< one line, so that the log is not silent
    list,  ///< each running test with its processes
  };

  silence(silence_times times, std::int64_t now_ns)
      : times_(times), news_ns_(now_ns), printed_ns_(now_ns) {}

  /// A test has started or ended, or the run begins or continues.
  void on_news(std::int64_t now_ns);

  /// What to print now. If it is not `nothing`, the caller prints it. Lists
  /// become less and less frequent: the third and fourth follow after
  /// `longest_ns`, and then each after twice as many lines as the one before.
  [[nodiscard]] due next(std::int64_t now_ns);

  /// How long there has been no news.
  [[nodiscard]] std::int64_t lasts_ns(std::int64_t now_ns) const {
    return now_ns - news_ns_;
  }

 private:
  silence_times times_;
  std::int64_t news_ns_;
  std::int64_t printed_ns_;
  std::int64_t printed_ = 0;  ///< lists and lines since the last news
};

}  // namespace parallel_testing::run_command
