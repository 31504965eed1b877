// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/run/guards/crashes.hpp"

#include "commands/run/guards/preload.hpp"
#include "commands/run/guards/stacks.hpp"
#include "lib/src/stacks/preloading.hpp"
#include "lib/src/stacks/write_stacks.hpp"

namespace parallel_testing::run_command {

void report_crashes(const std::string& ctest, tools::variables& environment) {
  const std::string named =
      tools::value_of(environment, stacks::program_variable);
  const std::string library = beside_launcher(stacks::crash_library);
  const std::string program =
      named.empty() ? beside_launcher("parallel-testing-stacks") : named;
  if (named == "off" || program.empty() ||
      program.find(':') != std::string::npos ||
      !accepts_library(ctest, library, environment)) {
    return;
  }
  preload(library, environment);
  environment[stacks::crash_variable] = program + ":";
}

}  // namespace parallel_testing::run_command
