// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Reports that gcovr writes.
#pragma once

#include <string>

#include "commands/coverage/data/project.hpp"
#include "commands/coverage/data/table.hpp"
#include "commands/coverage/data/tools.hpp"

namespace parallel_testing::coverage_command {

/// A trace that gcovr reads; `format` is the version of its JSON. Pure.
[[nodiscard]] std::string gcovr_trace(const coverage_table& table,
                                      const std::string& format);

enum class gcovr_report { html, xml };

/// Makes gcovr write a report of `table` to `path`. `scratch` is a directory
/// for temporary files. Throws cli::failure.
void write_by_gcovr(const programs& found, const project& measured,
                    const coverage_table& table, gcovr_report what,
                    const std::string& path, const std::string& scratch);

}  // namespace parallel_testing::coverage_command
