// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/run/guards/crashes.hpp"

#include <filesystem>

#include "commands/run/guards/stacks.hpp"
#include "lib/src/stacks/preloading.hpp"
#include "lib/src/stacks/write_stacks.hpp"

namespace parallel_testing::run_command {

void report_crashes(const std::string& ctest, tools::variables& environment) {
  constexpr const char* preload = "LD_PRELOAD";
  const std::string named =
      tools::value_of(environment, stacks::program_variable);
  const std::string library = beside_launcher(stacks::crash_library);
  const std::string program =
      named.empty() ? beside_launcher("parallel-testing-stacks") : named;
  std::string libraries = tools::value_of(environment, preload);
  if (named == "off" || library.empty() || program.empty() ||
      library.find_first_of(": ") != std::string::npos ||
      program.find(':') != std::string::npos ||
      libraries.find("san") != std::string::npos ||
      !stacks::accepts_crash_library(ctest.c_str())) {
    return;
  }
  libraries += libraries.empty() ? library : ":" + library;
  environment[preload] = libraries;
  environment[stacks::crash_variable] = program + ":";
}

}  // namespace parallel_testing::run_command
