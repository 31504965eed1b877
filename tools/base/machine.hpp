// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What this machine grants a process. ctest counts it in the same way, in
// cmake/ParallelTesting/pure/Parallelism.cmake and Memory.cmake.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace parallel_testing::tools {

/// The number of processors in a list such as `0-3,8`; 0 if the text is not
/// such a list. Pure.
[[nodiscard]] int count_processors(const std::string& list);

struct limit {
  int number = 1;
  std::string by;  ///< where the number comes from, for messages
};

/// The number of processors that this process may keep busy, at least 1: those
/// of its affinity, limited by the quota of its control groups (version 1 or
/// 2). `root` is prepended to the paths of system files.
[[nodiscard]] limit available_processors(const std::string& root);

/// The memory of the machine or the smallest limit of the control groups, in
/// MiB; 0 if unknown.
[[nodiscard]] std::int64_t available_memory(const std::string& root);

/// The MiB of each `memory:` marker in a build tree. Empty if the build tree
/// declares a capacity, because then CTest schedules these tests by it.
[[nodiscard]] std::vector<std::int64_t> memory_requests(
    const std::string& build);

/// The number of tests that may run at once so that even those with the largest
/// requests fit into `memory`; at least 1, and 0 for no limit. Pure.
[[nodiscard]] int tests_within_memory(std::vector<std::int64_t> requests,
                                      std::int64_t memory);

struct job_limits {
  limit processors;
  std::string jobs_variable;  ///< PARALLEL_TESTING_JOBS
  std::vector<std::int64_t> memory_requests;
  std::int64_t memory = 0;
};

/// `-j auto`: the smallest of all these limits. Ignores a variable that is not
/// a number. Pure.
[[nodiscard]] limit automatic_jobs(const job_limits& known);

}  // namespace parallel_testing::tools
