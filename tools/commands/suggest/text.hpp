// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The result of `suggest` for people: each shared resource with its tests, the
// evidence and the remedy; findings about single tests; the expected times; the
// next commands. Long lists end with the number of items that are left out.
#pragma once

#include <string>

#include "cli/terminal.hpp"
#include "commands/suggest/report.hpp"

namespace parallel_testing::suggest_command {

/// Ends with a newline. Pure.
[[nodiscard]] std::string text_of(const report& given,
                                  const cli::terminal& screen);

}  // namespace parallel_testing::suggest_command
