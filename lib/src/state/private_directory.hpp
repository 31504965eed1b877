// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_SRC_PRIVATE_DIRECTORY_HPP
#define PARALLEL_TESTING_SRC_PRIVATE_DIRECTORY_HPP

#include <string>
#include <vector>

#include "base/unique_fd.hpp"

namespace parallel_testing {

/// An open directory that belongs to this user, that nobody else can enter,
/// and that was reached without following a symbolic link in its last part.
struct private_directory {
  unique_fd fd;
  std::string path;
};

/// Opens `parent`/`name`, made with mode 0700 when it is missing. Throws
/// error when it is a link, belongs to another user or lets others in.
private_directory open_private_directory(const private_directory& parent,
                                         const std::string& name);

/// The same at the first of `roots` where this user may write; a root that
/// holds a planted `name` is an error, never passed over in silence.
/// `variable` is what the user can set when none serves.
private_directory open_private_directory_in(
    const std::vector<std::string>& roots, const std::string& name,
    const std::string& variable);

/// Opens exactly `path`, made when missing; its parent must exist.
private_directory open_private_directory(const std::string& path);

/// Makes `path` and its missing parents; false with errno on failure.
bool make_directories(const std::string& path) noexcept;

/// Removes the directory `path` with all it contains. Links are removed, not
/// followed; read-only directories inside are made writable first. False
/// with errno when something is left.
bool remove_tree(const std::string& path) noexcept;

/// "pt-<uid>": what private directories in shared places are called.
std::string user_directory_name();

}  // namespace parallel_testing

#endif
