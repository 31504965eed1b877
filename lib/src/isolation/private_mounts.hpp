// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>
#include <vector>

#include "state/spare_directory.hpp"

namespace parallel_testing {

/// The directories that are mounted over shared ones, where "" leaves the
/// shared one, and the files that the test cannot change.
struct private_mounts {
  std::string tmp;  ///< for /tmp
  std::string shm;  ///< for /dev/shm
  /// Directories below /tmp or /dev/shm that stay visible.
  std::vector<std::string> kept;
  /// Files and directories that become read-only where the system allows it.
  std::vector<std::string> read_only;
};

/// The real paths of those directories that are below one of `parents`, without
/// those inside another one, sorted. Pure except for symbolic links.
std::vector<std::string> kept_below(const std::vector<std::string>& parents,
                                    const std::vector<std::string>& paths);

/// The directories in the one that has `tmp` and `shm` of `mounts`: these, and
/// those that the mounts of `kept`, real paths, need in them. Pure.
directory_modes directories_for(const private_mounts& mounts);

/// Those of `paths` that can be read-only: all but those that contain one of
/// `kept`, where the test or the project must be able to write. Pure except for
/// symbolic links.
std::vector<std::string> protectable(const std::vector<std::string>& paths,
                                     const std::vector<std::string>& kept);

/// Hides the mounts that this process makes from now on from other processes.
/// Throws error.
void keep_mounts_private();

/// Mounts the directories, which it creates when missing, over the shared ones,
/// and makes the files read-only where the system allows it. Throws error for
/// the directories.
void mount_privately(const private_mounts& mounts);

}  // namespace parallel_testing
