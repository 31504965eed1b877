// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>

#include "results/run_result.hpp"

namespace parallel_testing::report_command {

/// The job summary of a CI system: counts, problems, and slow tests. Names are
/// bytes that the tested project chooses; none of them becomes markup. Stays
/// below the size limit of GitHub summaries. Pure.
[[nodiscard]] std::string markdown_text(const tools::run_result& result);

}  // namespace parallel_testing::report_command
