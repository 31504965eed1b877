// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/coverage/of_run.hpp"

#include <filesystem>

#include "commands/coverage/data/files.hpp"
#include "commands/coverage/data/tools.hpp"
#include "commands/coverage/measurement.hpp"
#include "commands/coverage/options.hpp"
#include "commands/coverage/report.hpp"

namespace parallel_testing::coverage_command {

std::optional<std::string> coverage_of_run(const std::string& build,
                                           const std::string& configuration,
                                           const std::string& run_directory) {
  const std::string data = run_directory + "/coverage";
  std::error_code problem;
  if (!std::filesystem::is_directory(data, problem)) {
    return {};
  }
  options wanted;
  wanted.build = build;
  wanted.configuration = configuration;
  wanted.reports = {"json"};
  project measured = project_for(wanted);
  measured.per_test = false;
  const scratch_directory scratch(run_directory + "/coverage_scratch");
  const measurement found =
      measure(measured, find_programs(measured), data, "", scratch.path());
  std::filesystem::remove_all(data, problem);
  return json_text(found.shown);
}

}  // namespace parallel_testing::coverage_command
