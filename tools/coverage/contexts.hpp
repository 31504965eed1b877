// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Which tests ran a line. A bit for each test, so that 5,000 tests and 100,000
// lines take 60 MiB.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "coverage/table.hpp"

namespace parallel_testing::coverage_command {

class test_contexts {
 public:
  /// `tests` are sorted and each is there once.
  explicit test_contexts(std::vector<std::string> tests);
  test_contexts() = default;

  /// Notes the lines that ran by the data of one test.
  void add(std::size_t test, const coverage_table& ran);

  [[nodiscard]] const std::vector<std::string>& tests() const { return tests_; }

  /// Numbers of tests, in their order; none when no test ran the line.
  [[nodiscard]] std::vector<std::size_t> of(const std::string& path,
                                            std::uint32_t line) const;

 private:
  using bits = std::vector<std::uint64_t>;

  std::vector<std::string> tests_;
  std::map<std::string, std::map<std::uint32_t, bits>> lines_;
};

}  // namespace parallel_testing::coverage_command
