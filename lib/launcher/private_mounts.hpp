// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>
#include <vector>

namespace parallel_testing::launcher {

/// Directories that are mounted over shared ones, "" for those that stay.
struct private_mounts {
  std::string tmp;  ///< for /tmp
  std::string shm;  ///< for /dev/shm
  /// Directories that stay what they are although they are below /tmp.
  std::vector<std::string> kept;
};

/// The real paths of those directories that are below `place`, without those
/// that are inside of another one, parents first. Pure but for links.
std::vector<std::string> kept_below(const std::string& place,
                                    const std::vector<std::string>& paths);

/// No other process sees what this one mounts from now on. Throws error.
void keep_mounts_private();

/// Mounts the directories, made when missing, over the shared ones. Throws
/// error.
void mount_privately(const private_mounts& mounts);

}  // namespace parallel_testing::launcher
