// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>
#include <vector>

#include "base/whole_file.hpp"

namespace parallel_testing::coverage_command {

using tools::read_file;

/// Creates missing directories of the path. Throws cli::failure.
void write_file(const std::string& path, const std::string& content);

/// Creates an empty directory, or empties an existing one. Throws cli::failure.
void make_empty_directory(const std::string& path);

/// An empty directory for temporary files. The destructor removes it.
class scratch_directory {
 public:
  /// Throws cli::failure.
  explicit scratch_directory(std::string path);
  ~scratch_directory();
  scratch_directory(const scratch_directory&) = delete;
  scratch_directory& operator=(const scratch_directory&) = delete;

  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
};

/// The regular files below a directory whose names end in `suffix`, sorted.
/// Does not follow links.
[[nodiscard]] std::vector<std::string> files_below(const std::string& directory,
                                                   const std::string& suffix);

/// The directories in a directory, sorted.
[[nodiscard]] std::vector<std::string> directories_in(
    const std::string& directory);

}  // namespace parallel_testing::coverage_command
