// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Which tests ran a line. Each test is one bit, so that 5,000 tests and 100,000
// lines take 60 MiB; lines that the same tests ran share one set.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "commands/coverage/data/table.hpp"

namespace parallel_testing::coverage_command {

class test_contexts {
 public:
  /// `tests` must be sorted and contain each test once.
  explicit test_contexts(std::vector<std::string> tests);
  test_contexts() = default;

  /// Adds the lines that ran according to the data of one test.
  void add(std::size_t test, const coverage_table& ran);

  /// Call it after the last add(): numbers the sets of tests by their first
  /// lines.
  void finish();

  [[nodiscard]] const std::vector<std::string>& tests() const { return tests_; }

  /// After finish(): the number of sets, and the indices of the tests in one
  /// set.
  [[nodiscard]] std::size_t sets() const { return sets_.size(); }
  [[nodiscard]] std::vector<std::size_t> tests_of(std::size_t set) const;

  /// The set of a line; nothing if no test ran it.
  [[nodiscard]] std::optional<std::size_t> set_of(const std::string& path,
                                                  std::uint32_t line) const;

 private:
  using bits = std::vector<std::uint64_t>;
  template <class Value>
  using by_line = std::map<std::string, std::map<std::uint32_t, Value>>;

  std::vector<std::string> tests_;
  by_line<bits> lines_;
  by_line<std::size_t> numbers_;
  std::vector<bits> sets_;
};

}  // namespace parallel_testing::coverage_command
