// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace parallel_testing {

/// Finds source files by the paths that a compiler recorded: relative to an
/// unknown directory, or changed by -ffile-prefix-map and similar options.
class source_files {
 public:
  source_files() = default;

  /// `files` are the files that the build compiles; `directories` contain
  /// others, such as headers. All paths are absolute.
  source_files(const std::vector<std::string>& files,
               std::vector<std::string> directories);

  /// Returns `written` if that file exists. Otherwise returns the existing file
  /// whose path has the longest end in common with it: among compiled files,
  /// below the directories (the first match), and next to compiled files (if
  /// only one matches), preferred in this order. Returns `written` when no
  /// file, or more than one, matches.
  const std::string& find(const std::string& written);

 private:
  struct candidate {
    std::string path{};
    std::size_t common = 0;  ///< number of equal parts at the end of the path
  };

  [[nodiscard]] std::string search(const std::string& written) const;
  [[nodiscard]] candidate compiled_file(
      const std::vector<std::string_view>& parts) const;
  [[nodiscard]] candidate file_below(
      const std::vector<std::string_view>& parts) const;
  [[nodiscard]] std::string file_beside(const std::string& end) const;

  std::unordered_map<std::string, std::vector<std::string>> files_by_name_;
  std::vector<std::string> directories_;
  std::set<std::string> of_files_;  ///< their directories
  std::unordered_map<std::string, std::string> found_;
};

/// Parses lines `file\t<path>` and `directory\t<path>`. A relative file is
/// relative to the path of the preceding line `base\t<path>`.
source_files parse_source_files(std::string_view text);

/// The path without `.`, `..` and empty parts; absolute if `path` is.
std::string normal_path(std::string_view path);

}  // namespace parallel_testing
