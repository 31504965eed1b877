// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstddef>
#include <string>
#include <unordered_map>
#include <vector>

#include "ctest/ctest_listing.hpp"
#include "discovered/discovered_targets.hpp"

namespace parallel_testing::verify_command {

/// Counts by program and what of it is selected.
class command_counts {
 public:
  void add(const std::string& program, const std::string& selector) {
    ++counts_[program][selector];
  }

  [[nodiscard]] std::size_t of(const std::string& program,
                               const std::string& selector) const;

 private:
  std::unordered_map<std::string, std::unordered_map<std::string, std::size_t>>
      counts_;
};

/// What selects the cases of a unit, whatever the place of their list is.
[[nodiscard]] std::string unit_selector(const io::discovered_target& target,
                                        const io::discovered_unit& unit);

/// How many tests have a program and a selector in their command. Pure.
[[nodiscard]] command_counts count_commands(
    const std::vector<io::listed_test>& tests);

}  // namespace parallel_testing::verify_command
