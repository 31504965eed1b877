// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The first file of an archive, which describes the others.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "archive/moved_paths.hpp"

namespace parallel_testing::tools {

/// The name of that file.
inline constexpr const char* manifest_name = "archive.json";

struct archive_manifest {
  std::string made_by;  ///< version of the program
  std::string project;
  std::string configuration;  ///< ctest -C; empty: none
  std::string source;         ///< the source tree when it was built
  std::string build;
  std::string build_place;  ///< in the archive
  std::int64_t tests = 0;
  /// Where the directories and files that texts name are in the archive.
  std::vector<moved_path> moves;
  /// Texts with paths that change where the archive is unpacked.
  std::vector<std::string> relocated;
  /// Programs with paths of the source or build tree.
  std::vector<std::string> programs;
  std::int64_t files = 0;  ///< the number of entries after this file
  std::int64_t bytes = 0;  ///< their size
};

[[nodiscard]] std::string manifest_text(const archive_manifest& of);

/// Throws record_error for a text that is not a manifest of this version, or
/// that names places outside of the archive.
[[nodiscard]] archive_manifest parse_manifest(std::string_view text);

/// The moves with places in `directory`. The source tree is in `map_source`
/// unless that is empty.
[[nodiscard]] std::vector<moved_path> moves_into(const archive_manifest& of,
                                                 const std::string& directory,
                                                 const std::string& map_source);

}  // namespace parallel_testing::tools
