// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Which of CTest's tests a process is: the argument that selects its cases is
// in the test's command, and so is its program.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "io/ctest_listing.hpp"

namespace parallel_testing::io {

class ctest_names {
 public:
  /// `tests` must live as long as this.
  explicit ctest_names(const std::vector<listed_test>& tests);

  /// What a process_start says. Places in `tests`, those with the very path of
  /// `executable` first. A command that is registered twice gives two.
  [[nodiscard]] std::vector<std::size_t> find(const std::string& executable,
                                              const std::string& selector,
                                              const std::string& test) const;

 private:
  const std::vector<listed_test>& tests_;
  std::unordered_multimap<std::string, std::size_t> by_argument_;
  std::unordered_multimap<std::string, std::size_t> by_name_;
};

}  // namespace parallel_testing::io
