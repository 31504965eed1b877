// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstddef>
#include <string>
#include <unordered_map>
#include <vector>

#include "ctest/ctest_names.hpp"
#include "ctest/ctest_view.hpp"
#include "results/attempt_reader.hpp"
#include "results/process_parts.hpp"
#include "results/run_result.hpp"

namespace parallel_testing::io {

/// Fills `into`; all three must live as long as this.
class run_result_builder {
 public:
  run_result_builder(const timeline& history,
                     const std::vector<listed_test>& listing, run_result& into);

  void add_view(const ctest_view& view);

  /// Test processes that belong to no view: ctest ran without the tool, or
  /// somebody started them by hand.
  void add_other_processes();
  void add_tests_that_never_started();
  void add_left_process(const ctest_left& left);
  /// Each result must be one of a listed test. Nothing without a listing.
  void note_contradictions();

 private:
  [[nodiscard]] bool is_alone(const std::vector<std::size_t>& processes) const;
  [[nodiscard]] bool are_copies(
      const std::vector<std::size_t>& processes) const;
  [[nodiscard]] std::vector<std::size_t> copies_of(std::size_t process);
  [[nodiscard]] const listed_test* listed_as(const process& given);
  test_result& test(const std::string& unit, const std::string& name,
                    std::int64_t number);
  test_result& test_of(const ctest_view& view);
  void add_single(const ctest_view& view);
  void add_unit(const ctest_view& view);
  void note_unit(const ctest_view& view);
  [[nodiscard]] std::int64_t time_of_cases(std::size_t process) const;
  void note_mixed_processes(const ctest_view& view);
  static attempt* copy_of(test_result& of, const attempt& made);
  void add_cases(std::size_t process, const std::string& unit,
                 const ctest_view* view);
  bool has_bad_case(const ctest_view& view);
  void add_left_program(const std::string& test, std::int64_t number,
                        const std::string& program);
  void note_labels(test_result& of, const std::string& name) const;

  const timeline& history_;
  const std::vector<listed_test>& listing_;
  run_result& result_;
  ctest_names names_;
  std::vector<process_parts> parts_;
  attempt_reader reader_;
  std::vector<bool> used_;  // of each process: it is in a view
  std::unordered_map<std::string, std::size_t> tests_;
  std::unordered_map<std::string, const listed_test*> listed_;
  std::unordered_map<std::string, std::size_t> uses_;
  /// Processes that none has started, by all that copies have in common.
  std::unordered_map<std::string, std::vector<std::size_t>> alike_;
};

}  // namespace parallel_testing::io
