// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>

#include "results/run_result.hpp"

namespace parallel_testing::report_command {

/// A run for the job summary of a CI system: counts, what went wrong, what was
/// slow. Names are bytes chosen by the tested project; none becomes markup.
/// Within what GitHub shows of a summary. Pure.
[[nodiscard]] std::string markdown_text(const tools::run_result& result);

}  // namespace parallel_testing::report_command
