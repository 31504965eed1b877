// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "commands/report/matrix.hpp"
#include "results/run_result.hpp"

namespace parallel_testing::report_command {

/// One HTML page that needs no network. `past` has earlier runs, latest first.
/// `configuration` is the -C of ctest, empty if not used. `shared` is what
/// watched tests share, if they were watched. Names, messages and output appear
/// only as text. Pure.
[[nodiscard]] std::string page_text(
    const tools::run_result& result, const std::vector<tools::run_result>& past,
    const std::string& configuration = "",
    const std::optional<known_sharing>& shared = {});

/// The data that the script of the page reads; page/model.js names its fields.
[[nodiscard]] std::string page_data(
    const tools::run_result& result, const std::vector<tools::run_result>& past,
    const std::string& configuration = "",
    const std::optional<known_sharing>& shared = {});

/// The page with placeholders for its data. CMake generates it from page/.
[[nodiscard]] std::string page_template();

}  // namespace parallel_testing::report_command
