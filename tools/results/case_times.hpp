// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The durations of tests in earlier runs, from what tests recorded
// (<build>/Testing/ParallelTesting/times.txt) and what CTest recorded
// (<build>/Testing/Temporary/CTestCostData.txt). One file may contain lines of
// both kinds; any other line is ignored.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "ctest/ctest_listing.hpp"

namespace parallel_testing::tools {

/// The upper limit for the duration of a test. A longer time is a corrupt line.
inline constexpr std::int64_t longest_time_ms = 30LL * 24 * 3600 * 1000;

class test_times {
 public:
  /// Of several lines about a test, the last one counts, also over several
  /// texts.
  void add(std::string_view text);

  /// Adds the file `path`. Returns false if it cannot be read.
  bool add_file(const std::string& path);

  /// The number of lines that are neither times nor comments, which begin with
  /// #. They do not count.
  [[nodiscard]] std::size_t bad_lines() const { return bad_lines_; }

  /// The time that the test recorded, otherwise that of CTest; nothing if
  /// unknown.
  [[nodiscard]] std::optional<std::int64_t> milliseconds_of(
      const listed_test& test) const;

  /// All known times, one line per test, sorted. Another test_times can read
  /// it, and the part that tests recorded may replace a times.txt.
  [[nodiscard]] std::string text() const;

  [[nodiscard]] bool empty() const {
    return noted_.empty() && of_ctest_.empty();
  }

 private:
  void add_line(std::string_view line);
  bool read_line(std::string_view line);

  std::unordered_map<std::string, std::int64_t> noted_;  ///< by hexadecimal key
  std::unordered_map<std::string, std::int64_t> of_ctest_;  ///< by name
  std::size_t bad_lines_ = 0;
};

/// A warning about lines that are not times; empty if there are none.
[[nodiscard]] std::string bad_lines_text(const test_times& times);

/// The known times of a build tree.
[[nodiscard]] test_times load_test_times(const std::string& build);

}  // namespace parallel_testing::tools
