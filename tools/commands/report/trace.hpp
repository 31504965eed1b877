// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>

#include "results/run_result.hpp"

namespace parallel_testing::report_command {

/// The run in the trace event format of Chrome, which https://ui.perfetto.dev
/// shows: workers are threads of one process, locks are threads of another.
/// Pure.
[[nodiscard]] std::string trace_text(const tools::run_result& result);

}  // namespace parallel_testing::report_command
