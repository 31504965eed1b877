// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>

#include "manuals/program_definition.hpp"

namespace parallel_testing::tools {

/// The script with which bash completes the commands of the program, their
/// options, and the values of these. Pure.
[[nodiscard]] std::string bash_completion(const program_definition& program);

}  // namespace parallel_testing::tools
