// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The reports of a table by our own writers. Pure.
#pragma once

#include <string>
#include <vector>

#include "cli/terminal.hpp"
#include "commands/coverage/data/contexts.hpp"
#include "commands/coverage/data/exclusions.hpp"
#include "commands/coverage/data/project.hpp"
#include "commands/coverage/data/table.hpp"
#include "commands/coverage/readers/lcov.hpp"

namespace parallel_testing::coverage_command {

struct reported_coverage {
  coverage_table table;    // selected
  test_contexts contexts;  // of it; without tests where none were asked for
  branches with = branches::left_out;
  excluded_counts excluded;  // by comments
};

/// A line for each file with what it misses, and the sum.
[[nodiscard]] std::string term_text(const reported_coverage& shown,
                                    const cli::terminal& screen);

/// Schema version 1. The same for the same counts, whatever run they are of.
/// `contexts` of a line is the place of a list in `contexts` of the whole,
/// whose numbers are places in `tests`.
[[nodiscard]] std::string json_text(const reported_coverage& shown);

/// "12-14, 20" of lines that did not run; lines without code join what is
/// around them.
[[nodiscard]] std::string missing_text(const covered_file& file);

struct limit_result {
  limit wanted;
  ratio found;
  bool is_met = true;
};

/// No lines meet no limit. Throws cli::failure for a directory in which no file
/// is.
[[nodiscard]] std::vector<limit_result> check_limits(
    const coverage_table& table, const std::vector<limit>& limits);

}  // namespace parallel_testing::coverage_command
