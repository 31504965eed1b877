// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>
#include <vector>

namespace parallel_testing::launcher {

/// Directories that take the place of shared ones, "" for those that stay.
struct private_places {
  std::string tmp;  ///< for /tmp
  std::string shm;  ///< for /dev/shm
  /// Directories that stay what they are although they are below /tmp.
  std::vector<std::string> kept;
};

/// The real paths of those directories that are below `place`, without those
/// that are inside of another one, parents first. Pure but for links.
std::vector<std::string> kept_below(const std::string& place,
                                    const std::vector<std::string>& paths);

/// What this process mounts from now on nobody else sees. Throws error.
void keep_mounts_private();

/// Puts the directories in their places, made when missing. Throws error.
void mount_private_places(const private_places& places);

}  // namespace parallel_testing::launcher
