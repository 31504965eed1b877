// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "options.hpp"
#include "verdicts/test_verdict.hpp"

// Reads the report file of a test framework, which proves how a test without an
// adapter ended. Pure.
namespace parallel_testing::launcher {

/// The command of a test, changed so that the framework writes a report.
struct reporting_command {
  std::vector<std::string> arguments;
  std::string report;  ///< path; "" when the arguments prevent a report
  /// The report replaces the output of the framework.
  bool is_silent = false;
};

/// `report` is the file to write to if the command does not request a report.
reporting_command with_report(framework kind, std::vector<std::string> command,
                              const std::string& report);

struct framework_report {
  bool is_complete = false;
  std::size_t cases = 0;  ///< number of cases that ran
  std::size_t failed = 0;
  std::size_t skipped = 0;
  bool failed_around = false;  ///< in a fixture around the cases
  std::string reason;          ///< the first line of the first failure or skip
};

/// Counts only the case that `selector` names, unless that is empty: several
/// tests may write to the file that the user chose.
framework_report read_report(framework kind, std::string_view text,
                             std::string_view selector = {});

/// The case that a command selects; "" when it may select several.
std::string selector_in(framework kind,
                        const std::vector<std::string>& command);

/// `report` is std::nullopt if the test wrote no report. `status` is its exit
/// code.
/// `cases` is the number of cases that the test runs: more than one when they
/// have the same name.
judged_test judge_report(framework kind,
                         const std::optional<framework_report>& report,
                         int status, std::size_t cases = 1);

/// The verdict when the arguments of the test prevent a report.
judged_test judge_without_report(int status);

}  // namespace parallel_testing::launcher
