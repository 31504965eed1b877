// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/run/guards/preload.hpp"

#include "lib/src/stacks/preloading.hpp"

namespace parallel_testing::run_command {
namespace {

constexpr const char* preload_variable = "LD_PRELOAD";

}  // namespace

bool accepts_library(const std::string& program, const std::string& library,
                     const tools::variables& environment) {
  const std::string others = tools::value_of(environment, preload_variable);
  return !library.empty() && library.find_first_of(": ") == std::string::npos &&
         !stacks::names_sanitizer(others.c_str()) &&
         stacks::accepts_crash_library(program.c_str());
}

void preload(const std::string& library, tools::variables& environment) {
  std::string& libraries = environment[preload_variable];
  libraries += libraries.empty() ? library : ":" + library;
}

}  // namespace parallel_testing::run_command
