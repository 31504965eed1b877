// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What this machine gives a process, as
// cmake/ParallelTesting/pure/Parallelism.cmake and Memory.cmake count it for
// ctest.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace parallel_testing::tools {

/// Processors in a list such as `0-3,8`; 0 when it is none. Pure.
[[nodiscard]] int count_processors(const std::string& list);

struct limit {
  int number = 1;
  std::string by;  // what sets it
};

/// The processors this process may keep busy, at least 1: those it is bound
/// to, within the quota of its control groups (version 1 or 2). `root` is put
/// before the paths of system files.
[[nodiscard]] limit available_processors(const std::string& root);

/// MiB: the memory of the machine or the least limit of the control groups; 0
/// when it is not known.
[[nodiscard]] std::int64_t available_memory(const std::string& root);

/// MiB that the tests of a build tree ask for by `memory:` markers, each. Empty
/// where a capacity is declared, by which CTest schedules them.
[[nodiscard]] std::vector<std::int64_t> memory_requests(
    const std::string& build);

/// How many tests may run at once so that even those that ask for most fit
/// into `memory`; at least 1, 0 for no limit. Pure.
[[nodiscard]] int tests_within_memory(std::vector<std::int64_t> requests,
                                      std::int64_t memory);

struct job_limits {
  limit processors;
  std::string jobs_variable;  // PARALLEL_TESTING_JOBS
  std::vector<std::int64_t> memory_requests;
  std::int64_t memory = 0;
};

/// `-j auto`: the least of all of them. A variable that is no number says
/// nothing. Pure.
[[nodiscard]] limit automatic_jobs(const job_limits& known);

}  // namespace parallel_testing::tools
