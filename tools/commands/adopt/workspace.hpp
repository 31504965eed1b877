// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The directory in which `adopt` works: a copy of the sources, and a build
// tree. The sources of the user are only read.
#pragma once

#include <string>

namespace parallel_testing::adopt_command {

class workspace {
 public:
  /// Copies the directory `source` into `directory`, or into a temporary
  /// directory if that is "". What is there already and is the same stays, so
  /// that it is not compiled again. Throws cli::failure.
  workspace(const std::string& source, const std::string& directory);
  workspace(const workspace&) = delete;
  workspace& operator=(const workspace&) = delete;
  /// Removes a temporary directory.
  ~workspace();

  [[nodiscard]] std::string source() const { return path_ + "/source"; }
  [[nodiscard]] std::string build() const { return path_ + "/build"; }
  [[nodiscard]] std::string file(const std::string& name) const {
    return path_ + "/" + name;
  }

 private:
  std::string path_;
  bool is_temporary_;
};

}  // namespace parallel_testing::adopt_command
