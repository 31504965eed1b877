// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Where files of the source and build tree are in an archive. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "archive/moved_paths.hpp"

namespace parallel_testing::tools {

/// The source and the build tree keep their relation: what was `../data` still
/// is. Projects elsewhere that the build tree includes also count as source.
class tree_places {
 public:
  /// Absolute paths; `real_source` and `real_build` have no symbolic links.
  tree_places(std::string source, std::string build, std::string real_source,
              std::string real_build, std::vector<std::string> projects = {});

  /// The place of a path of the trees; nothing for any other path.
  [[nodiscard]] std::optional<std::string> place_of(
      const std::string& path) const;

  /// The path in the spelling of the source or build tree that CMake uses.
  [[nodiscard]] std::string spelled(const std::string& path) const;

  [[nodiscard]] const std::string& source() const { return source_; }
  [[nodiscard]] const std::string& build() const { return build_; }

  /// The tree that has the path, as CMake spells it: the build tree, a project
  /// elsewhere or the source tree; "" for any other path.
  [[nodiscard]] std::string tree_of(const std::string& path) const;

  /// The source tree, the build tree and projects elsewhere.
  [[nodiscard]] std::vector<std::string> trees() const;

  /// All spellings of these trees.
  [[nodiscard]] std::vector<std::string> roots() const;

  [[nodiscard]] std::vector<moved_path> moves() const;

 private:
  std::string source_;
  std::string build_;
  std::string real_source_;
  std::string real_build_;
  std::vector<std::string> projects_;  ///< neither in one tree nor in another
  std::string common_;
};

}  // namespace parallel_testing::tools
