// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>

#include "cli/command.hpp"

namespace parallel_testing::shim_command {

/// The directory in which `ctest` is this program. Searches beside `program`,
/// its path, as in a build tree, and below the prefix to which it is installed.
/// Empty if there is none.
[[nodiscard]] std::string shim_directory(const std::string& program);

}  // namespace parallel_testing::shim_command
