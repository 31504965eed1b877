// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <vector>

#include "base/isolation.hpp"

namespace parallel_testing::launcher {

/// The kinds that are available on this system. Each is tried completely, in a
/// separate process, because on some systems only a later step fails. That
/// process reports on stderr which step failed.
std::vector<private_view> available_views(
    const std::vector<private_view>& requested);

}  // namespace parallel_testing::launcher
