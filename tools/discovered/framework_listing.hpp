// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The cases that a test program lists by the option of its framework,
// independent of their registration.
#pragma once

#include <string>

#include "discovered/discovered_targets.hpp"
#include "discovered/frameworks.hpp"
#include "lib/src/frameworks/framework_rules.hpp"

namespace parallel_testing::tools {

/// Asks the program for the cases that the call registers; if `selector` is not
/// empty, for those that it selects. `cmake` is the path of a CMake. Empty if
/// the program prints no listing.
[[nodiscard]] listed_cases ask_for_cases(const discovered_target& target,
                                         const std::string& cmake,
                                         const std::string& selector = "");

}  // namespace parallel_testing::tools
