// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// One attempt at a test, from what CTest, the process, its cases and its
// launcher report.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "ctest/ctest_listing.hpp"
#include "ctest/ctest_view.hpp"
#include "history/timeline.hpp"
#include "results/run_result.hpp"

namespace parallel_testing::tools {

/// The message of a case that did not pass and of which nothing else is known.
inline constexpr const char* ended_early =
    "its process ended in the middle of it";

/// What a timeline has of one process, as indices.
struct process_parts {
  std::vector<std::size_t> cases;  // of a launcher: those of its test
  std::vector<std::size_t> lost_cases;
  std::vector<std::size_t> holds;
  bool has_cases_of_others = false;

  [[nodiscard]] bool has_cases() const {
    return !cases.empty() || !lost_cases.empty();
  }
};

/// Of all processes. Pure, linear.
[[nodiscard]] std::vector<process_parts> parts_of(const timeline& history);

/// What the case `test` of the process held; the first case of a process also
/// has what the process itself held.
[[nodiscard]] std::vector<lock_use> locks_of(const timeline& history,
                                             const process_parts& parts,
                                             const std::string& test,
                                             bool first_of_process);

class attempt_reader {
 public:
  /// All must live as long as this; of `run` only its start is read.
  attempt_reader(const timeline& history,
                 const std::vector<process_parts>& parts, const run_result& run)
      : history_(history), parts_(parts), run_(run) {}

  /// The attempt at a test of one case. What else is known of the test is
  /// added to `of`, here and in the functions below.
  [[nodiscard]] attempt of_test(const ctest_view& view, test_result& of) const;

  /// The attempt at a unit that failed for a reason that none of its cases
  /// gives, or that has no case.
  [[nodiscard]] attempt of_unit(const ctest_view& view, test_result& of) const;

  /// The attempt at a case that shares its process, without its verdict.
  [[nodiscard]] attempt of_case(std::size_t process, const test_case& given,
                                test_result& of) const;

  /// Names what kept ctest waiting after the program had ended, where no
  /// launcher saw it.
  void note_held_output(const ctest_view& view, test_result& of) const;

  /// What CTest would have seen of a process and its copies; `listed` may be
  /// null.
  [[nodiscard]] ctest_view view_of(const std::vector<std::size_t>& processes,
                                   const listed_test* listed) const;

 private:
  [[nodiscard]] attempt in_process(std::size_t process) const;
  [[nodiscard]] attempt of_view(const ctest_view& view) const;
  void describe(std::size_t process, const test_case& given,
                test_result& of) const;
  void note_cases(const ctest_view& view, test_result& of, attempt& into) const;
  void note_launches(const ctest_view& view, test_result& of,
                     attempt& into) const;
  /// The case, of those of several copies of a test, that decides; null when
  /// the processes have no case.
  [[nodiscard]] const test_case* decisive_case(
      const std::vector<std::size_t>& processes) const;
  static void note_case(const ctest_view& view, const test_case& given,
                        attempt& into);
  static void note_lost_case(const ctest_view& view,
                             const lost_test_case& given, attempt& into);

  const timeline& history_;
  const std::vector<process_parts>& parts_;
  const run_result& run_;
};

}  // namespace parallel_testing::tools
