// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <vector>

#include "commands/suggest/pairs.hpp"
#include "remedies/remedies.hpp"
#include "sharing/sharing.hpp"

namespace parallel_testing::suggest_command {

/// What the writers of `suggest` print. The objects must outlive it.
struct report {
  const tools::observation& of;
  const tools::sharing& found;
  const tools::remedy_plan& plan;
  std::vector<resource_pairs> pairs;  ///< pairs_of() the same
};

}  // namespace parallel_testing::suggest_command
