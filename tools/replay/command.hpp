// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <iosfwd>

namespace parallel_testing::replay_command {

/// `parallel-testing-replay`: results on `out`, diagnostics on `err`; the
/// answer is the exit code.
[[nodiscard]] int run(int argc, const char* const* argv, std::ostream& out,
                      std::ostream& err);

}  // namespace parallel_testing::replay_command
