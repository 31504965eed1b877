// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <sys/types.h>

#include <string>
#include <string_view>
#include <unordered_map>

#include "observed/schema.hpp"

// One name for each file, however a program names it.
namespace parallel_testing::launcher {

/// `path` without ".", ".." and empty parts, taken as they are written. Pure.
std::string plain_path(std::string_view path);

/// All before the last slash, "/" for a file of the root directory. Pure.
std::string_view parent_of(std::string_view path);

/// Whether a directory is the same one below another root directory.
bool is_same_directory(const std::string& directory, const std::string& root);

/// What is at a path; a symbolic link is not followed.
observed::state state_now(const char* path) noexcept;

struct named_file {
  std::string canonical;
  observed::state now = observed::state::unknown;
};

class path_names {
 public:
  /// `path` is absolute. The directories in front of its last part are
  /// resolved; with `follows` a link at its end as well. `root` is "" or a
  /// directory that is the root directory of the thread: then links are only
  /// resolved in directories that this process also has.
  named_file find(const std::string& path, bool follows,
                  const std::string& root);

  /// Names may lead elsewhere from now on.
  void forget() { directories_.clear(); }

 private:
  std::string resolved(const std::string& directory);
  std::string target_of(const std::string& link);

  std::unordered_map<std::string, std::string> directories_;
};

}  // namespace parallel_testing::launcher
