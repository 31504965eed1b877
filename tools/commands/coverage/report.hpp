// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The reports that this program writes itself. Pure.
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
  coverage_table table;    ///< the selected files
  test_contexts contexts;  ///< of the table; empty unless requested
  branches with = branches::left_out;
  excluded_counts excluded;  ///< excluded by comments
};

/// One line for each file, with the lines that did not run, and the total.
[[nodiscard]] std::string term_text(const reported_coverage& shown,
                                    const cli::terminal& screen);

/// Schema version 1. Equal for equal counts, whatever their run. In a line,
/// `contexts` is an index into the top-level `contexts`, each of which is a
/// list of indices into `tests`.
[[nodiscard]] std::string json_text(const reported_coverage& shown);

/// For example "12-14, 20" for lines that did not run. A line without code
/// joins the lines around it.
[[nodiscard]] std::string missing_text(const covered_file& file);

struct limit_result {
  limit wanted;
  ratio found;
  bool is_met = true;
};

/// A table without lines meets no limit. Throws cli::failure for a directory
/// without files.
[[nodiscard]] std::vector<limit_result> check_limits(
    const coverage_table& table, const std::vector<limit>& limits);

}  // namespace parallel_testing::coverage_command
