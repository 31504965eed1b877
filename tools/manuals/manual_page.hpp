// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Pages of section 1 for `man`. They contain no date, so that two builds give
// the same pages.
#pragma once

#include <string>

#include "manuals/program_definition.hpp"

namespace parallel_testing::tools {

/// The page of the program, which lists its commands. Pure.
[[nodiscard]] std::string manual_page(const program_definition& program);

/// The page `<program>-<command>`. Pure.
[[nodiscard]] std::string manual_page(const program_definition& program,
                                      const cli::command_definition& command);

}  // namespace parallel_testing::tools
