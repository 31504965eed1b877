// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>

namespace parallel_testing::cluster {

/// Claims units for one agent. A claim is a link to the file of the agent: on
/// NFS, creating a link is atomic, unlike a lock of flock() or O_APPEND. If the
/// answer of the server gets lost, the client tries again and finds its own
/// link, which it recognises by the inode. Each round has a directory, so that
/// a late agent cannot claim anything of a round that is over.
class claims {
 public:
  /// Creates the file of the agent. Throws cli::failure.
  claims(std::string directory, const std::string& node);

  /// False if another agent has it, or if the round is over. Throws
  /// cli::failure if neither is true.
  [[nodiscard]] bool claim(std::int64_t round, const std::string& unit);

 private:
  std::string directory_;
  std::string own_;
  ino_t inode_ = 0;
};

/// Lets agents claim the units of a round. Throws cli::failure.
void open_claims(const std::string& directory, std::int64_t round);
/// No agent can claim a unit of the round any more.
void close_claims(const std::string& directory, std::int64_t round);

/// The node whose agent claimed the unit; "" if none did.
[[nodiscard]] std::string owner_of_claim(const std::string& directory,
                                         std::int64_t round,
                                         const std::string& unit);

}  // namespace parallel_testing::cluster
