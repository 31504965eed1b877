// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>
#include <vector>

#include "base/unique_fd.hpp"

namespace parallel_testing {

/// An open directory that belongs to this user, that no other user can enter,
/// and whose last path component is not a symbolic link.
struct private_directory {
  unique_fd fd;
  std::string path;
};

/// Opens `parent`/`name`, which it creates with mode 0700 when it is missing.
/// Throws error when it is a link, belongs to another user or is accessible to
/// other users.
private_directory open_private_directory(const private_directory& parent,
                                         const std::string& name);

/// The same in the first of `roots` to which this user can write. A root in
/// which `name` exists but is not private is an error: it is never skipped
/// silently. When no root is usable, the error names `variable`, which the user
/// can set.
private_directory open_private_directory_in(
    const std::vector<std::string>& roots, const std::string& name,
    const std::string& variable);

/// Opens exactly `path`, which it creates when missing; its parent must exist.
private_directory open_private_directory(const std::string& path);

/// Creates `path` and its missing parents; false with errno on failure.
bool make_directories(const std::string& path) noexcept;

/// Removes the directory `path` with all its content. Links are removed, not
/// followed; read-only directories inside are made writable first. False with
/// errno when a file or directory could not be removed.
bool remove_tree(const std::string& path) noexcept;

/// The same for the directory `name` in the directory `parent`.
bool remove_tree(int parent, const std::string& name) noexcept;

/// "pt-<uid>", the name of this user's private directories in shared
/// directories such as /tmp.
std::string user_directory_name();

}  // namespace parallel_testing
