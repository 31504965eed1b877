// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Finds the CTest test of a process. The program and the arguments of the
// process are those of the command of the test, except for what another program
// in front of it added.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "ctest/ctest_listing.hpp"
#include "events/event.hpp"

namespace parallel_testing::tools {

class ctest_names {
 public:
  explicit ctest_names(const std::vector<listed_test>& tests);

  /// Indices into `tests`: the test that the process names; otherwise those
  /// with its command; otherwise those with the most similar commands, and
  /// first among these the ones with exactly its executable. A command that is
  /// registered twice has two tests.
  [[nodiscard]] std::vector<std::size_t> find(const process_start& begun) const;

 private:
  [[nodiscard]] std::vector<std::size_t> find_command(
      const process_start& begun) const;
  [[nodiscard]] std::vector<std::size_t> find_exactly(
      const std::vector<std::string>& command) const;
  [[nodiscard]] std::vector<std::size_t> most_alike(
      const std::vector<std::size_t>& among, const process_start& begun) const;

  std::vector<std::vector<std::string>> commands_;  ///< of the tests
  std::unordered_multimap<std::string, std::size_t> by_argument_;
  std::unordered_multimap<std::string, std::size_t> by_command_;
  std::unordered_multimap<std::string, std::size_t> by_name_;
};

}  // namespace parallel_testing::tools
