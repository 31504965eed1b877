// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>
#include <vector>

namespace parallel_testing::cluster {

/// The CTestCostData.txt of a build tree after ctests with `added` files have
/// run its tests elsewhere: their lines replace older ones about the same
/// tests. Pure.
[[nodiscard]] std::string join_cost_data(const std::string& old,
                                         const std::vector<std::string>& added);

}  // namespace parallel_testing::cluster
