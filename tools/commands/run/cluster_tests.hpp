// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The tests of a run on several nodes, and the arguments of each agent.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "cluster/work_list.hpp"
#include "commands/run/options.hpp"
#include "commands/run/settings.hpp"
#include "ctest/ctest_listing.hpp"

namespace parallel_testing::run_command {

struct cluster_tests {
  std::vector<tools::listed_test> all;
  std::vector<int> numbers;         ///< of all, in CTest
  std::vector<std::size_t> chosen;  ///< indices in `all`
  std::string listing;              ///< what ctest printed
  std::int64_t listing_ms = 0;      ///< how long ctest needs to start

  /// Null for a number that was not listed.
  [[nodiscard]] const tools::listed_test* find(int number) const;
  [[nodiscard]] const tools::listed_test& numbered(int number) const {
    return *find(number);
  }
};

/// The numbers that `ctest -N` prints, in order. Pure.
[[nodiscard]] std::vector<int> numbers_in_list(const std::string& text);

/// Asks ctest. Throws cli::failure.
[[nodiscard]] cluster_tests list_cluster_tests(
    const run_settings& with, const tools::sorted_arguments& sorted);

/// The arguments of `run` for each agent, except those of its node. Pure.
[[nodiscard]] std::vector<std::string> agent_arguments(
    const options& wanted, const run_settings& with,
    const tools::sorted_arguments& sorted);

/// The same arguments with a log of ctest (`-O`) of this node. Pure.
[[nodiscard]] std::vector<std::string> with_own_log(
    std::vector<std::string> arguments, const std::string& node);

/// The names of the cluster-wide locks of the chosen tests, without the word
/// before the colon: a licence of Slurm may have this name. Pure.
[[nodiscard]] std::vector<std::string> lock_names(const cluster_tests& tests);
[[nodiscard]] std::string licence_name(const std::string& key);

}  // namespace parallel_testing::run_command
