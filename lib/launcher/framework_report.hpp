// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "frameworks/framework_rules.hpp"
#include "verdicts/test_verdict.hpp"

// Judges the report file of a test framework, which proves how a test without
// an adapter ended. Pure.
namespace parallel_testing::launcher {

/// `report` is std::nullopt if the test wrote no report. `status` is its exit
/// code.
/// `cases` is the number of cases that the test runs: more than one when they
/// have the same name.
judged_test judge_report(adapter::framework kind,
                         const std::optional<framework_report>& report,
                         int status, std::size_t cases = 1);

/// The verdict when the arguments of the test prevent a report.
judged_test judge_without_report(int status);

}  // namespace parallel_testing::launcher
