// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>

#include "results/run_result.hpp"

namespace parallel_testing::tools {

/// A run as JSON, schema version 1: {"version", "run", "summary", "tests"}.
/// Pure.
[[nodiscard]] std::string json_text(const run_result& result);

}  // namespace parallel_testing::tools
