// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Which tests ran a line. A bit for each test, so that 5,000 tests and 100,000
// lines take 60 MiB; and lines that the same tests ran share one set of them.
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
  /// `tests` are sorted and each is there once.
  explicit test_contexts(std::vector<std::string> tests);
  test_contexts() = default;

  /// Notes the lines that ran by the data of one test.
  void add(std::size_t test, const coverage_table& ran);

  /// When all are added: numbers the sets of tests, by the first line of each.
  void finish();

  [[nodiscard]] const std::vector<std::string>& tests() const { return tests_; }

  /// After finish(): how many sets there are, and the tests of one, by number.
  [[nodiscard]] std::size_t sets() const { return sets_.size(); }
  [[nodiscard]] std::vector<std::size_t> tests_of(std::size_t set) const;

  /// The set of a line; nothing when no test ran it.
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
