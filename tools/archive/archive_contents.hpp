// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What goes into an archive, and why.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "archive/archive_manifest.hpp"

namespace parallel_testing::tools {

struct archived_file {
  enum class type { file, directory, link };
  type kind = type::file;
  std::string origin;    ///< absolute path of what is archived
  std::string target{};  ///< of a link, relative
  std::string reason{};  ///< why a test needs it
  bool is_program = false;
  std::int64_t size = 0;
  std::optional<std::string> content{};  ///< instead of that of `origin`
};

/// What does not move with the archive.
struct immovable {
  enum class type {
    source_names,     ///< a program names its own source files
    tree_paths,       ///< a program names other paths of the trees
    outside_library,  ///< a library that is neither in the trees nor where the
                      ///< linker looks for those of the system
    outside_program,  ///< of a test; neither in the trees nor on PATH
    outside_link,     ///< a link in a tree to a directory outside
    missing_file,     ///< a file that a test names
  };
  type kind = type::tree_paths;
  std::string file;                ///< the program or test
  std::vector<std::string> names;  ///< the paths
};

struct archive_contents {
  archive_manifest about;  ///< without the number and size of the files
  std::map<std::string, archived_file> files;  ///< by their places
  std::vector<immovable> left;
  /// Directories of the trees all of whose files are archived, because tests
  /// run in them and may read any; with their sizes.
  std::map<std::string, std::int64_t> whole_directories;
};

}  // namespace parallel_testing::tools
