// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>

namespace parallel_testing::tools {

/// What a command finds wrong, as `verify`, `audit`, `report` and `merge` have
/// it in their output.
struct problem {
  std::string text;
  std::string remedy;  ///< what to do
};

}  // namespace parallel_testing::tools
