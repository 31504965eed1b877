// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <vector>

#include "base/isolation.hpp"

namespace parallel_testing::launcher {

/// Which of these a test can have here. Each is tried out as a whole in a
/// process of its own, because some systems let the first steps succeed; that
/// process says on stderr which step failed.
std::vector<private_view> available_views(
    const std::vector<private_view>& wanted);

}  // namespace parallel_testing::launcher
