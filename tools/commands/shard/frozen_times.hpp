// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Times that do not change while the shards of one plan run: in one build tree
// the first shard alters the history that the second would be planned with.
#pragma once

#include <iosfwd>
#include <string>

#include "results/case_times.hpp"

namespace parallel_testing::shard_command {

/// In the build directory.
inline constexpr const char* frozen_times_name =
    "Testing/ParallelTesting/shard_times.txt";

/// The times of the build tree when it was first shared out by time. They stay
/// until the file is removed. Throws cli::failure when it cannot be written or
/// read: a plan from what changes could lose tests. What cannot be read of the
/// times is reported on `err`.
[[nodiscard]] tools::test_times frozen_times(const std::string& build,
                                             std::ostream& err);

/// Whether `path` is a file in which runs of the build tree note their times.
[[nodiscard]] bool is_live_times(const std::string& build,
                                 const std::string& path);

}  // namespace parallel_testing::shard_command
