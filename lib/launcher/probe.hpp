// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <vector>

#include "base/isolation.hpp"

namespace parallel_testing::launcher {

/// Which of these a test can have here. Each is tried out as a whole in a
/// process of its own, because some systems let the first steps succeed; that
/// process says on stderr which step failed.
std::vector<isolation> available_isolations(
    const std::vector<isolation>& wanted);

}  // namespace parallel_testing::launcher
