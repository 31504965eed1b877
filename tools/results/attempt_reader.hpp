// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// One attempt at a test, as CTest, its process, its case and its launcher tell.
#pragma once

#include <cstddef>
#include <vector>

#include "ctest/ctest_view.hpp"
#include "results/process_parts.hpp"
#include "results/run_result.hpp"

namespace parallel_testing::io {

/// Says why a case is no pass of which nothing else is known.
inline constexpr const char* ended_early =
    "its process ended in the middle of it";

class attempt_reader {
 public:
  /// All must live as long as this; of `run` only its start is read.
  attempt_reader(const timeline& history,
                 const std::vector<process_parts>& parts, const run_result& run)
      : history_(history), parts_(parts), run_(run) {}

  /// What is known of a process: worker, memory, time.
  [[nodiscard]] attempt in_process(std::size_t process) const;

  /// As CTest saw it; the cases and launches of the view change that.
  [[nodiscard]] attempt of_view(const ctest_view& view) const;
  void note_cases(const ctest_view& view, test_result& of, attempt& into) const;
  /// What a launcher did not see: the program had ended, and ctest waited.
  void note_held_output(const ctest_view& view, test_result& of) const;
  void note_launches(const ctest_view& view, test_result& of,
                     attempt& into) const;

  void describe(std::size_t process, const test_case& given,
                test_result& of) const;

  /// What CTest would have seen of a process and its copies; `listed` may be
  /// none.
  [[nodiscard]] ctest_view view_of(const std::vector<std::size_t>& processes,
                                   const listed_test* listed) const;

 private:
  /// That of several copies of a test by which it is judged; nullptr when the
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

}  // namespace parallel_testing::io
