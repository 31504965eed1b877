// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Unpacks archives, which may come from anybody.
#pragma once

#include <string>
#include <vector>

#include "archive/archive_manifest.hpp"

namespace parallel_testing::tools {

struct unpack_wishes {
  std::string archive;
  std::string directory;   ///< is created; empty or missing
  std::string map_source;  ///< where the source tree is now; empty: unpacked
};

struct unpacked_archive {
  archive_manifest about;
  std::string build;  ///< the build tree, absolute
  /// Programs with paths that could not be changed, because the new paths are
  /// longer, or because `map_source` is empty.
  std::vector<std::string> unmapped;
};

/// Writes the files of the archive below the directory, with paths that lead
/// there. Refuses archives with entries that would change anything else, and
/// those that are larger than they state or than the disk. What was unpacked
/// until then is removed. Throws cli::failure.
[[nodiscard]] unpacked_archive unpack_archive(const unpack_wishes& wanted);

}  // namespace parallel_testing::tools
