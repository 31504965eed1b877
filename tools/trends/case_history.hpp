// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// How each case ended in the last runs of a build tree. docs/history.md
// describes the file.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "results/run_result.hpp"

namespace parallel_testing::tools {

/// As letters of the file.
enum class past_end : char {
  pass = 'p',
  fail = 'f',   ///< also a crash, a timeout, and a failure in quarantine
  flaky = 'y',  ///< passed on a retry
  skip = 's',
};

struct case_past {
  std::string name;
  std::string unit;  ///< as in test_result
  /// Oldest first; both have the same size, at most `most_ends`.
  std::vector<past_end> ends{};
  std::vector<std::int64_t> durations_us{};  ///< 0 for a skip
  std::int64_t last_ms = 0;  ///< start of its last run, since 1970
};

struct past_run {
  std::string id;
  std::int64_t start_ms = 0;
};

class case_history {
 public:
  static constexpr std::size_t most_ends = 50;
  static constexpr std::size_t most_runs = 200;
  /// A case that has not run for that long is dropped.
  static constexpr std::int64_t forgotten_after_ms = 180LL * 24 * 3600 * 1000;

  /// Adds the lines of a file. A line that is not part of a history is counted
  /// and left out. If a case appears twice, the later line counts.
  void read(std::string_view text);

  /// Adds the results of a run, once: a run whose id is known is left out. Each
  /// round of --repeat counts.
  void add(const run_result& run);

  [[nodiscard]] std::string text() const;

  [[nodiscard]] const std::vector<past_run>& runs() const { return runs_; }
  [[nodiscard]] const std::vector<case_past>& cases() const { return cases_; }
  [[nodiscard]] std::size_t bad_lines() const { return bad_lines_; }

 private:
  void read_line(std::string_view line);
  case_past& at(const std::string& unit, const std::string& name);

  std::vector<past_run> runs_;  ///< oldest first
  std::vector<case_past> cases_;
  std::unordered_map<std::string, std::size_t> places_;
  std::size_t bad_lines_ = 0;
};

/// The file for a build tree: the value of PARALLEL_TESTING_HISTORY, which may
/// be a file that CI keeps from run to run, or otherwise a file in the tree.
[[nodiscard]] std::string history_file_of(const std::string& build);

/// Reads a history file. Returns an empty history if the file does not exist.
[[nodiscard]] case_history load_history(const std::string& path);

/// Whether the file is a history, and not an event log.
[[nodiscard]] bool is_history_file(const std::string& path);

/// Adds the run to the file, one process at a time: `<path>.lock` is locked
/// meanwhile. Returns a warning, empty if there is none: lines
/// that were left out, or that the file cannot be written.
[[nodiscard]] std::string add_to_history(const std::string& path,
                                         const run_result& run);

/// A warning about lines of the file `path` that were left out.
[[nodiscard]] std::string bad_lines_text(const case_history& history,
                                         const std::string& path);

}  // namespace parallel_testing::tools
