// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/suggest/pairs.hpp"

namespace parallel_testing::suggest_command {

std::vector<resource_pairs> pairs_of(const tools::observation& of,
                                     const tools::sharing& found,
                                     std::size_t most) {
  std::vector<resource_pairs> result;
  for (const tools::shared_resource& each : found.shared) {
    resource_pairs& its = result.emplace_back();
    tools::for_each_pair(of, each, [&](const tools::conflict_pair& pair) {
      ++(pair.rank == tools::strength::strong ? its.strong : its.weak);
      if (its.listed.size() < most) {
        its.listed.push_back(pair);
      }
    });
  }
  return result;
}

}  // namespace parallel_testing::suggest_command
