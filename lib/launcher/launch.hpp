// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "options.hpp"

namespace parallel_testing::launcher {

/// Runs the command as a test, and ends this process in the same way.
[[noreturn]] void launch(const options& given, char* const* command);

}  // namespace parallel_testing::launcher
