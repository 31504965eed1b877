// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "request.hpp"

namespace parallel_testing::crashes {

/// Whether this program only starts others, such as a shell. Programs that it
/// executes from now on are asked for the same, if they accept this library.
bool passes_on(const request& given) noexcept;

}  // namespace parallel_testing::crashes
