// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Writes archives: tar files that zstd compresses.
#pragma once

#include <string>

#include "archive/archive_contents.hpp"

namespace parallel_testing::tools {

struct packed_archive {
  std::int64_t files = 0;
  std::int64_t bytes = 0;       ///< of the files in it
  std::int64_t compressed = 0;  ///< of the archive
};

/// Replaces the file `path` by an archive of these contents: the same bytes for
/// the same contents. Throws cli::failure.
packed_archive pack_archive(archive_contents contents, const std::string& path);

}  // namespace parallel_testing::tools
