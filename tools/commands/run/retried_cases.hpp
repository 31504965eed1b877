// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "commands/run/watch/observer.hpp"
#include "ctest/failed_tests.hpp"

namespace parallel_testing::run_command {

/// The cases of `tests` that passed in this round, in the form in which units
/// read it: a unit of isolated cases leaves them out when it runs again.
[[nodiscard]] std::string passed_cases_of(
    const observer& watched, const std::vector<tools::numbered_test>& tests,
    std::int64_t round);

}  // namespace parallel_testing::run_command
