// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstddef>
#include <vector>

#include "shapes.hpp"

namespace parallel_testing::benchmark {

/// How long `of` takes, in milliseconds, when a worker that is free starts the
/// first test in `order` (indices into its tests) that nothing keeps from
/// running. RUN_SERIAL tests are a phase of their own.
[[nodiscard]] int makespan_ms(const shape& of, int jobs,
                              const std::vector<std::size_t>& order);

/// The shortest schedule that a search finds: starts with long tests and
/// chains first and swaps pairs for as long as `tries` last or the lower bound
/// is reached. A witness that it is possible; the same each time.
[[nodiscard]] int best_found_ms(const shape& of, int jobs, int tries = 20000);

}  // namespace parallel_testing::benchmark
