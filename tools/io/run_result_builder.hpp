// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstddef>
#include <string>
#include <unordered_map>
#include <vector>

#include "io/ctest_names.hpp"
#include "io/ctest_view.hpp"
#include "io/run_result.hpp"

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

 private:
  struct process_facts {
    std::vector<std::size_t> cases;
    std::vector<std::size_t> lost_cases;
    std::vector<std::size_t> holds;
    bool used = false;
    bool has_cases_of_others = false;
  };

  [[nodiscard]] bool is_alone(const std::vector<std::size_t>& processes) const;
  [[nodiscard]] const listed_test* listed_as(const process& given);
  test_result& test(const std::string& unit, const std::string& name,
                    std::int64_t number);
  void add_single(const ctest_view& view);
  void add_unit(const ctest_view& view);
  bool add_cases(std::size_t process, const std::string& unit,
                 const ctest_view* view);
  attempt& add_attempt(test_result& to, std::size_t process);
  void describe(test_result& of, const test_case& given,
                const process& in) const;
  void add_locks(attempt& to, std::size_t process, const std::string& test,
                 bool first_of_process) const;
  void note_labels(test_result& of, const std::string& name) const;

  const timeline& history_;
  const std::vector<listed_test>& listing_;
  run_result& result_;
  ctest_names names_;
  std::vector<process_facts> facts_;
  std::unordered_map<std::string, std::size_t> tests_;
  std::unordered_map<std::string, const listed_test*> listed_;
  std::unordered_map<std::string, std::size_t> uses_;
};

}  // namespace parallel_testing::io
