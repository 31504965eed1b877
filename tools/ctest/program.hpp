// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>

namespace parallel_testing::run_command {

/// The absolute path of this program.
[[nodiscard]] std::string own_program();

/// The first `ctest` in `path`, a list like PATH, that is not the program
/// `own` under that name. Empty when there is none.
[[nodiscard]] std::string find_ctest(const std::string& path,
                                     const std::string& own);

/// A name without a slash is looked up like a command. Throws cli::failure.
[[nodiscard]] std::string choose_ctest(const std::string& wanted);

}  // namespace parallel_testing::run_command
