// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Where a test was when it ran out of time or crashed, from the stacks in its
// output.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "results/run_result.hpp"

namespace parallel_testing::tools {

struct stack_place {
  std::string function;
  std::string file;
  std::int64_t line = 0;
};

/// The first frame of the project's own code in the stacks that ParallelTesting
/// or a sanitizer printed. Pure.
[[nodiscard]] std::optional<stack_place> stack_place_in(
    std::string_view output);

/// The stacks that ParallelTesting printed, without the rest of the output; ""
/// when there are none. Pure.
[[nodiscard]] std::string stacks_in(std::string_view output);

/// The message of a test that ended so, with the place. Pure.
[[nodiscard]] std::string with_place(std::string message, verdict outcome,
                                     std::string_view output);

}  // namespace parallel_testing::tools
