// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>

#include "process/settings.hpp"
#include "state/state_directory.hpp"

// Decides where an instrumented process writes its coverage data: below the
// directory of its run, separately for each worker. Tests of one worker run one
// after the other, so no process waits for a lock on the data, and there are
// only as many profiles to merge as workers.
namespace parallel_testing {

/// The values of GCOV_PREFIX (gcc) and LLVM_PROFILE_FILE (clang).
struct coverage_output {
  std::string gcov_prefix;
  std::string llvm_profile;
};

/// The output of the tests of one worker. Pure.
coverage_output coverage_of_worker(const std::string& directory,
                                   const std::string& worker);

/// The output of one test, when each test has its own. Pure.
coverage_output coverage_of_test(const std::string& directory,
                                 const std::string& test);

/// A path of `directory` without %, because clang's runtime reads each % as the
/// start of a pattern and has no escape for it. A path with % is replaced by a
/// link in the state directory, where dangling links are removed. A path
/// without % is returned unchanged. Throws error.
std::string coverage_path_without_pattern(const state_directory& state,
                                          const std::string& directory);

/// Directs the coverage data of this process, which runs `test`, and of the
/// processes that it starts, if the run collects coverage. A forked child
/// resets its counters, because its parent writes the earlier counts. Throws
/// error.
void direct_coverage(const settings& given, const state_directory& state,
                     const std::string& worker, const std::string& test);

/// In a process that runs several cases, called around each case, so that its
/// data survives a crash of the next one and, if each test has its own data, is
/// attributed to it.
void begin_case_coverage(const std::string& test) noexcept;
void end_case_coverage() noexcept;

}  // namespace parallel_testing
