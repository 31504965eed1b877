// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>

#include "cli/command.hpp"

namespace parallel_testing::shim_command {

/// The directory whose `ctest` is this program, found from `program`, its
/// path: beside it in a build tree, or below the prefix it is installed to.
/// Empty when there is none.
[[nodiscard]] std::string shim_directory(const std::string& program);

}  // namespace parallel_testing::shim_command
