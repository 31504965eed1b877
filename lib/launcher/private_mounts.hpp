// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>
#include <vector>

namespace parallel_testing::launcher {

/// The directories that are mounted over shared ones; "" leaves the shared one.
struct private_mounts {
  std::string tmp;  ///< for /tmp
  std::string shm;  ///< for /dev/shm
  /// Directories below /tmp or /dev/shm that stay visible.
  std::vector<std::string> kept;
};

/// The real paths of those directories that are below `parent`, without those
/// inside another one, sorted. Pure except for symbolic links.
std::vector<std::string> kept_below(const std::string& parent,
                                    const std::vector<std::string>& paths);

/// Hides the mounts that this process makes from now on from other processes.
/// Throws error.
void keep_mounts_private();

/// Mounts the directories, which it creates when missing, over the shared ones.
/// Throws error.
void mount_privately(const private_mounts& mounts);

}  // namespace parallel_testing::launcher
