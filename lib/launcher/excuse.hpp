// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "supervision.hpp"
#include "verdicts/quarantine.hpp"
#include "verdicts/registered_test.hpp"
#include "verdicts/test_verdict.hpp"

// What becomes of a test in quarantine.
namespace parallel_testing::launcher {

/// Whether ctest would count the test as failed.
bool fails(const ending& end, const judged_test& judged,
           const std::optional<registered_test>& registered);

/// The line about a failure of the test in quarantine. While the quarantine
/// lasts, it ends with the token by which ctest recognizes a skip. Pure.
std::string quarantine_line(const registered_test& test,
                            const judged_test& judged, const quarantine& given,
                            std::string_view today);

/// Prints that line for a test that failed. Ends this process so that ctest
/// shows the test as skipped if the quarantine lasts; otherwise returns.
void excuse(const ending& end, const judged_test& judged,
            const std::optional<registered_test>& registered,
            const quarantine& given, std::string_view today);

}  // namespace parallel_testing::launcher
