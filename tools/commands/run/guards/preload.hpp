// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>

#include "base/programs.hpp"

namespace parallel_testing::run_command {

/// Whether the library, a path, can be loaded into the program without any
/// other effect in an environment. A path that is "" is that of no library.
[[nodiscard]] bool accepts_library(const std::string& program,
                                   const std::string& library,
                                   const tools::variables& environment);

/// Adds the library to those that the loader puts in front of the others.
void preload(const std::string& library, tools::variables& environment);

}  // namespace parallel_testing::run_command
