// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstddef>
#include <vector>

#include "sharing/sharing.hpp"

namespace parallel_testing::suggest_command {

/// The pairs of tests that conflict about one resource.
struct resource_pairs {
  std::size_t strong = 0;
  std::size_t weak = 0;
  std::vector<tools::conflict_pair> listed{};  ///< the first of them
};

/// The pairs about each resource of `found`, at most `most` of each listed.
[[nodiscard]] std::vector<resource_pairs> pairs_of(const tools::observation& of,
                                                   const tools::sharing& found,
                                                   std::size_t most);

}  // namespace parallel_testing::suggest_command
