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
  /// There is a link at the path itself, which may have been followed.
  bool is_link = false;
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
  void forget();

 private:
  struct known_directory {
    std::string real;
    bool is_absent = false;
  };
  using known_directories = std::unordered_map<std::string, known_directory>;

  /// Valid until the next call.
  const known_directory& resolved(std::string_view directory);
  const known_directory& look_up(std::string_view directory);
  const known_directory& keep(std::string_view directory, std::string&& real);
  const known_directory& look_again_at(std::string&& real, bool is_absent);
  named_file target_of(const std::string& link, const known_directory& in);

  known_directories directories_;
  /// The one that was found last.
  const known_directories::value_type* latest_ = nullptr;
  known_directory not_kept_;
  std::string given_;
};

}  // namespace parallel_testing::launcher
