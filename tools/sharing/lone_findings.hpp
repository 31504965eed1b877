// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What one test does that no other test has to notice. Pure.
#pragma once

#include <vector>

#include "sharing/sharing.hpp"

namespace parallel_testing::tools::sharing_rules {

/// At most one finding of each kind for each test, in the order of the tests.
[[nodiscard]] std::vector<lone_finding> lone_findings(const observation& of);

}  // namespace parallel_testing::tools::sharing_rules
