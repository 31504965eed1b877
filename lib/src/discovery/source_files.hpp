// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_SRC_SOURCE_FILES_HPP
#define PARALLEL_TESTING_SRC_SOURCE_FILES_HPP

#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace parallel_testing {

/// Finds source files by what a compiler wrote down: a path relative to a
/// directory nobody knows, or one that -ffile-prefix-map and its siblings
/// changed.
class source_files {
 public:
  source_files() = default;

  /// `files` are what the build compiles; in and below `directories` are
  /// others, such as headers. All are absolute.
  source_files(const std::vector<std::string>& files,
               std::vector<std::string> directories);

  /// The file that is there whose path ends most like the written one: a
  /// compiled one, the first below a directory, or the only one beside compiled
  /// ones; of equally long ends, in this order. What exists by its written name
  /// is that; `written` itself when nothing or more than one file fits.
  const std::string& find(const std::string& written);

 private:
  struct candidate {
    std::string path{};
    std::size_t common = 0;  // parts at the end of the path, as written
  };

  std::string search(const std::string& written) const;
  candidate compiled_file(const std::vector<std::string_view>& parts) const;
  candidate file_below(const std::vector<std::string_view>& parts) const;
  std::string file_beside(const std::string& end) const;

  std::unordered_map<std::string, std::vector<std::string>> files_by_name_;
  std::vector<std::string> directories_;
  std::set<std::string> of_files_;  // their directories
  std::unordered_map<std::string, std::string> found_;
};

/// Of lines `file\t<path>` and `directory\t<path>`; a relative file is relative
/// to the path of the line `base\t<path>` before it.
source_files parse_source_files(std::string_view text);

/// Without `.`, `..` and empty parts; absolute where `path` is.
std::string normal_path(std::string_view path);

}  // namespace parallel_testing

#endif
