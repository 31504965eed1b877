// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "options.hpp"
#include "verdicts/test_verdict.hpp"

// What proves how a test without an adapter ended: the report file of its
// framework. Pure.
namespace parallel_testing::launcher {

/// The command of a test, changed so that the framework writes a report.
struct reporting_command {
  std::vector<std::string> arguments;
  std::string report;  ///< path; "" when these arguments allow none
  /// The report takes the place of what the framework prints.
  bool is_silent = false;
};

/// `report` is where a report can be written if the command asks for none.
reporting_command with_report(framework kind, std::vector<std::string> command,
                              const std::string& report);

struct framework_report {
  bool is_complete = false;
  std::size_t cases = 0;  ///< that ran
  std::size_t failed = 0;
  std::size_t skipped = 0;
  std::string reason;  ///< the first line of the first failure or skip
};

/// Only the case that `selector` names counts, unless that is empty: several
/// tests may write to the file that the user asked for.
framework_report read_report(framework kind, std::string_view text,
                             std::string_view selector = {});

/// The one case that a command selects; "" where it may be several.
std::string selector_in(framework kind,
                        const std::vector<std::string>& command);

/// `report` is nothing when there is no file. `status` is the exit code.
/// `cases` is how many the test runs: more than one where they have one name.
judged_test judge_report(framework kind,
                         const std::optional<framework_report>& report,
                         int status, std::size_t cases = 1);

/// The arguments of the test allow none.
judged_test judge_without_report(int status);

}  // namespace parallel_testing::launcher
