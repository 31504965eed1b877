// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "commands/run/watch/observer.hpp"
#include "ctest/failed_tests.hpp"
#include "results/run_result.hpp"

namespace parallel_testing::run_command {

/// The cases of `tests` that passed in this round, in the form in which units
/// read it: a unit of isolated cases leaves them out when it runs again.
[[nodiscard]] std::string passed_cases_of(
    const observer& watched, const std::vector<tools::numbered_test>& tests,
    std::int64_t round);

/// The same, from a result. `units` are the numbers in CTest of the tests that
/// run again, with what their commands have in place of the names of cases.
/// Pure.
[[nodiscard]] std::string passed_cases_of(
    const tools::run_result& result, std::map<std::int64_t, std::string> units,
    std::int64_t round);

}  // namespace parallel_testing::run_command
