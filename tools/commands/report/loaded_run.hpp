// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "commands/report/matrix.hpp"
#include "events/log_files.hpp"
#include "results/artifacts.hpp"
#include "results/run_result.hpp"

namespace parallel_testing::report_command {

struct loaded_run {
  tools::run_result result;
  std::vector<tools::run_result>
      past;  ///< earlier runs of the build tree, latest first
  std::vector<tools::diagnostic> problems;
  std::string configuration;  ///< empty unless the build tree has several
  bool is_of_plain_ctest = false;
};

/// Loads the run of `given`, as tools::find_run() finds it, and at most `past`
/// earlier runs. Throws cli::failure if there is no such run.
[[nodiscard]] loaded_run load_run(
    const std::string& given, std::size_t past,
    tools::artifact_contents contents = tools::artifact_contents::omitted);

}  // namespace parallel_testing::report_command
