// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The artifacts of shards: directories beside their logs.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace parallel_testing::merge_command {

/// The directories of artifacts to copy, and their new names.
struct found_artifacts {
  std::string from;  ///< path
  std::string name;  ///< in the log of the shard
  std::string merged_name;
};

/// Those that exist beside these logs.
[[nodiscard]] std::vector<found_artifacts> find_artifacts_of(
    const std::vector<std::string>& logs);

/// Copies regular files; follows no links. Returns their number. Throws
/// cli::failure.
std::size_t copy_artifacts(const std::vector<found_artifacts>& found,
                           const std::string& into);

/// The text of a JUnit file whose attachments are the copies in the directory
/// `into`. Pure.
[[nodiscard]] std::string with_attachments_in(
    const std::string& text, const std::vector<found_artifacts>& found,
    const std::string& into);

}  // namespace parallel_testing::merge_command
