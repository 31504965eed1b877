// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// How long tests took before: what tests of ours noted
// (<build>/Testing/ParallelTesting/times.txt) and what CTest did
// (<build>/Testing/Temporary/CTestCostData.txt). Both kinds of lines may be in
// one file; a line that is neither says nothing.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "ctest/ctest_listing.hpp"

namespace parallel_testing::tools {

/// No test takes longer; a time beyond it is a corrupt line.
inline constexpr std::int64_t longest_time_ms = 30LL * 24 * 3600 * 1000;

class test_times {
 public:
  /// The last line about a test holds, also over several texts.
  void add(std::string_view text);

  /// Adds the file `path`; false when it cannot be read.
  bool add_file(const std::string& path);

  /// How many lines were neither times nor, with a # in front, remarks. They do
  /// not count.
  [[nodiscard]] std::size_t bad_lines() const { return bad_lines_; }

  /// Of what tests noted first, else of CTest; none for an unknown test.
  [[nodiscard]] std::optional<std::int64_t> milliseconds_of(
      const listed_test& test) const;

  /// All that is known, one line per test, sorted. Another test_times reads
  /// it, and the part that tests noted may replace a times.txt.
  [[nodiscard]] std::string text() const;

  [[nodiscard]] bool empty() const {
    return noted_.empty() && of_ctest_.empty();
  }

 private:
  void add_line(std::string_view line);
  bool read_line(std::string_view line);

  std::unordered_map<std::string, std::int64_t> noted_;     // hexadecimal key
  std::unordered_map<std::string, std::int64_t> of_ctest_;  // by name
  std::size_t bad_lines_ = 0;
};

/// What to tell the user of lines that are no times, "" without such lines.
[[nodiscard]] std::string bad_lines_text(const test_times& times);

/// The times of a build tree, as far as there are any.
[[nodiscard]] test_times load_test_times(const std::string& build);

}  // namespace parallel_testing::tools
