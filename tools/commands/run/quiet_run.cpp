// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/run/quiet_run.hpp"

#include "commands/run/settings.hpp"

namespace parallel_testing::run_command {

finished_run run_quietly(const cli::invocation& given, const quiet_run& how,
                         const std::string& jobs, std::uint64_t seed) {
  std::vector<std::string> arguments{"--test-dir", how.build};
  arguments.insert(arguments.end(), how.arguments.begin(), how.arguments.end());
  options wanted;
  wanted.jobs = jobs;
  wanted.ctest = how.ctest;
  wanted.shuffle = seed == 0 ? "" : std::to_string(seed);
  wanted.run_id = new_run_id();  // one of the environment is for one run
  wanted.format = cli::output_format::json;
  return run_and_return(given, wanted, sort_arguments(arguments));
}

}  // namespace parallel_testing::run_command
