// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The table of the seeded suite, seeds/seeds.txt, which explains its lines.
#pragma once

#include <set>
#include <string>
#include <utility>
#include <vector>

namespace parallel_testing::tool_test {

struct seed_test {
  std::string name;     ///< <group>.<letter>
  std::string actions;  ///< as in the table
  std::string properties{};
};

/// What the table claims about two tests.
struct seed_truth {
  std::string kind;        ///< files, ports, global_state, database or other
  std::string how;         ///< collision or dependence
  std::string rank;        ///< strong or weak
  std::string resource{};  ///< the end of its name, with variables
};

using name_pair = std::pair<std::string, std::string>;  ///< sorted

struct seed_group {
  std::string name;
  std::string trap{};  ///< why nothing conflicts; else `truth` is valid
  seed_truth truth{};
  std::vector<std::string> given{};
  std::string setup{};
  std::string cleanup{};
  std::vector<seed_test> tests{};
  std::set<name_pair> pairs{};  ///< those that conflict
};

/// Throws std::runtime_error for a line that it does not know.
[[nodiscard]] std::vector<seed_group> read_seed_table(const std::string& path);

}  // namespace parallel_testing::tool_test
