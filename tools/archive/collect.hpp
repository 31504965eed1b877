// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Decides what goes into the archive of a build tree.
#pragma once

#include <string>
#include <vector>

#include "archive/archive_contents.hpp"
#include "ctest/ctest_listing.hpp"

namespace parallel_testing::tools {

struct archive_wishes {
  std::string build;                  ///< the build tree, absolute
  std::string output;                 ///< the archive, which it never contains
  std::string configuration;          ///< ctest -C; empty: none
  std::vector<std::string> includes;  ///< further files, as globs
  std::vector<std::string> excludes;  ///< files to leave out, as globs
};

/// Reads the build tree, its tests as ctest lists them, and the latest
/// observation of `suggest` if there is one. Throws cli::failure.
[[nodiscard]] archive_contents collect_archive(
    const archive_wishes& wanted, const std::vector<listed_test>& tests);

/// Whether a path below the source or build tree matches a glob, in which `*`
/// also stands for slashes. Pure.
[[nodiscard]] bool matches_glob(const std::string& path,
                                const std::string& glob);

}  // namespace parallel_testing::tools
