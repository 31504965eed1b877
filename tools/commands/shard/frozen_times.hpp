// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Times that do not change while the shards of one plan run. In one build tree,
// the first shard would otherwise change the history with which the second is
// planned.
#pragma once

#include <iosfwd>
#include <string>

#include "results/case_times.hpp"

namespace parallel_testing::shard_command {

/// Relative to the build directory.
inline constexpr const char* frozen_times_name =
    "Testing/ParallelTesting/shard_times.txt";

/// The times of the build tree at its first distribution by time. They stay the
/// same until the file is removed. Throws cli::failure if the file cannot be
/// written or read, because a plan from changing times could lose tests.
/// Reports unreadable times on `err`.
[[nodiscard]] tools::test_times frozen_times(const std::string& build,
                                             std::ostream& err);

/// Whether `path` is a file to which runs of the build tree write their times.
[[nodiscard]] bool is_live_times(const std::string& build,
                                 const std::string& path);

}  // namespace parallel_testing::shard_command
