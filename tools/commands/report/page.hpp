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
/// watched tests share, if they were watched. Links to artifacts are relative
/// to `directory`, in which the page will be; if empty, they are absolute.
/// Names, messages, output and artifacts appear only as text and pictures.
/// Pure.
[[nodiscard]] std::string page_text(
    const tools::run_result& result, const std::vector<tools::run_result>& past,
    const std::string& configuration = "",
    const std::optional<known_sharing>& shared = {},
    const std::string& directory = "");

/// The data that the script of the page reads; page/model.js names its fields.
[[nodiscard]] std::string page_data(
    const tools::run_result& result, const std::vector<tools::run_result>& past,
    const std::string& configuration = "",
    const std::optional<known_sharing>& shared = {},
    const std::string& directory = "");

/// The page with placeholders for its data. CMake generates it from page/.
[[nodiscard]] std::string page_template();

}  // namespace parallel_testing::report_command
