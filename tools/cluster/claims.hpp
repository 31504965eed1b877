// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <sys/types.h>

#include <string>

namespace parallel_testing::cluster {

/// Claims units for one agent. A claim is a link to the file of the agent: on
/// NFS, creating a link is atomic, unlike a lock of flock() or O_APPEND. If the
/// answer of the server gets lost, the client tries again and finds its own
/// link, which it recognises by the inode.
class claims {
 public:
  /// Creates the file of the agent. Throws cli::failure.
  claims(std::string directory, const std::string& node);

  /// False if another agent has it. Throws cli::failure if neither is true.
  [[nodiscard]] bool claim(const std::string& unit);

 private:
  std::string directory_;
  std::string own_;
  ino_t inode_ = 0;
};

/// The node whose agent claimed the unit; "" if none did.
[[nodiscard]] std::string owner_of_claim(const std::string& directory,
                                         const std::string& unit);

}  // namespace parallel_testing::cluster
