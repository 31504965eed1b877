// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// One attempt at a test, from the reports of CTest, of the process and its
// cases, and of its launcher.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "ctest/ctest_listing.hpp"
#include "ctest/ctest_view.hpp"
#include "history/timeline.hpp"
#include "results/run_result.hpp"

namespace parallel_testing::tools {

/// The message of a case that did not pass if nothing else is known about it.
inline constexpr const char* ended_early =
    "its process ended in the middle of it";

/// What a timeline contains about one process, as indices.
struct process_parts {
  std::vector<std::size_t> cases;  ///< for a launcher: those of its test
  std::vector<std::size_t> lost_cases;
  std::vector<std::size_t> holds;
  std::vector<std::size_t> artifacts;  ///< also those of its family
  bool has_cases_of_others = false;

  [[nodiscard]] bool has_cases() const {
    return !cases.empty() || !lost_cases.empty();
  }
};

/// The parts of all processes. Pure, linear.
[[nodiscard]] std::vector<process_parts> parts_of(const timeline& history);

/// The locks that the case `test` of the process held. The first case of a
/// process also gets those that the process itself held.
[[nodiscard]] std::vector<lock_use> locks_of(const timeline& history,
                                             const process_parts& parts,
                                             const std::string& test,
                                             bool first_of_process);

class attempt_reader {
 public:
  /// All arguments must outlive this object. Reads only the start of `run`.
  attempt_reader(const timeline& history,
                 const std::vector<process_parts>& parts, const run_result& run)
      : history_(history), parts_(parts), run_(run) {}

  /// The attempt at a test with one case. This function and those below add
  /// further facts about the test to `of`.
  [[nodiscard]] attempt of_test(const ctest_view& view, test_result& of) const;

  /// The attempt at a unit that has no case, or that failed for a reason that
  /// none of its cases gives.
  [[nodiscard]] attempt of_unit(const ctest_view& view, test_result& of) const;

  /// The attempt at a case that shares its process, without its verdict.
  [[nodiscard]] attempt of_case(std::size_t process, const test_case& given,
                                test_result& of) const;

  /// Records which process kept ctest waiting after the program had ended, if
  /// no launcher saw it.
  void note_held_output(const ctest_view& view, test_result& of) const;

  /// What CTest would have reported about a process and its copies. `listed`
  /// may be null.
  [[nodiscard]] ctest_view view_of(const std::vector<std::size_t>& processes,
                                   const listed_test* listed) const;

 private:
  void note_quarantine(std::size_t process, test_result& of) const;
  [[nodiscard]] bool is_excused(const ctest_view& view) const;
  [[nodiscard]] attempt in_process(std::size_t process) const;
  [[nodiscard]] attempt of_view(const ctest_view& view) const;
  /// `test` is the case; "" stands for all cases of the process.
  void note_artifacts(std::size_t process, const std::string& test,
                      attempt& into) const;
  void describe(std::size_t process, const test_case& given,
                test_result& of) const;
  void note_cases(const ctest_view& view, test_result& of, attempt& into) const;
  void note_launches(const ctest_view& view, test_result& of,
                     attempt& into) const;
  /// The case that decides among those of several copies of a test; null if the
  /// processes have no case.
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
