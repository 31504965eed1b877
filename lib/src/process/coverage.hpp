// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_SRC_COVERAGE_HPP
#define PARALLEL_TESTING_SRC_COVERAGE_HPP

#include <string>

#include "process/settings.hpp"
#include "state/state_directory.hpp"

// The one place that decides where an instrumented process leaves its coverage
// data: in the directory of its run, apart from what other workers write at the
// same time. Tests of one worker run one after the other, so nobody waits for a
// lock on the data, and there are as many profiles to merge as workers.
namespace parallel_testing {

/// The values of GCOV_PREFIX (gcc) and LLVM_PROFILE_FILE (clang).
struct coverage_output {
  std::string gcov_prefix;
  std::string llvm_profile;
};

/// That of the tests of one worker. Pure.
coverage_output coverage_of_worker(const std::string& directory,
                                   const std::string& worker);

/// That of one test, where each has its own. Pure.
coverage_output coverage_of_test(const std::string& directory,
                                 const std::string& test);

/// Another path of `directory` that clang's runtime does not take for a
/// pattern: to that, each % starts one, and nothing stands for the character
/// itself. It leads through a link in the state directory; links to what is
/// gone are removed. A path without % stays as it is. Throws error.
std::string coverage_path_without_pattern(const state_directory& state,
                                          const std::string& directory);

/// Chooses where this process, and those it starts, write when the run
/// collects coverage. `test` is what it runs. A child made by fork counts from
/// zero, because its parent writes what was counted before. Throws error.
void direct_coverage(const settings& given, const state_directory& state,
                     const std::string& worker, const std::string& test);

/// In a process that runs several cases, around each: what is written survives
/// a crash of the next, and is its own where each test has its own.
void begin_case_coverage(const std::string& test) noexcept;
void end_case_coverage() noexcept;

}  // namespace parallel_testing

#endif
