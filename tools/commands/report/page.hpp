// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>
#include <vector>

#include "results/run_result.hpp"

namespace parallel_testing::report_command {

/// One HTML page without need of a network; `past` are earlier runs, the
/// latest first; `configuration` is that of ctest's -C, empty without. Names,
/// messages and outputs only ever become text in it. Pure.
[[nodiscard]] std::string page_text(const tools::run_result& result,
                                    const std::vector<tools::run_result>& past,
                                    const std::string& configuration = "");

/// What the page's script reads; page/model.js names the places.
[[nodiscard]] std::string page_data(const tools::run_result& result,
                                    const std::vector<tools::run_result>& past,
                                    const std::string& configuration = "");

/// The page with marks for its data; made from page/ by CMake.
[[nodiscard]] std::string page_template();

}  // namespace parallel_testing::report_command
