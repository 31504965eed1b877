// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <sys/stat.h>
#include <sys/types.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

// Reads and replaces whole files, and lists directories. A file that other
// processes read is written under another name and renamed, so that no process
// reads a part of it.
namespace parallel_testing {

/// Up to 16 MiB of a file, "" when it cannot be read. A relative path is
/// resolved against the open `directory`.
std::string read_whole(int directory, const std::string& path);
std::string read_whole(const std::string& path);

/// The same for an open file, from its current offset on.
std::string read_rest(int fd);

/// `size` bytes from `offset` on, or fewer where the file ends earlier.
std::string read_part(int fd, std::size_t offset, std::size_t size);

/// The whole file, without a size limit. Throws error: `cannot read <what>
/// '<path>': <reason>; <remedy>`
std::string require_whole(const std::string& path, std::string_view what,
                          std::string_view remedy);

/// Creates the file with the content `text`, or replaces it. Returns false with
/// errno on failure and leaves the file as it was. Two threads of a process
/// must not write the same file at once.
bool replace_whole(int directory, const std::string& path,
                   std::string_view text, mode_t mode = 0600);

/// Like replace_whole(), but returns false with EEXIST when the file already
/// exists.
bool create_whole(int directory, const std::string& path, std::string_view text,
                  mode_t mode = 0600);

/// Copies the regular file `from`, of at most 16 MiB, with its permissions and
/// its modification time. False with errno when that fails or when `to` exists.
bool create_copy(const std::string& from, const std::string& to);

timespec modification_time(const struct stat& status);

/// The names in the directory except "." and ".."; none when it cannot be read.
std::vector<std::string> names_in(const std::string& directory);

/// What follows the last slash of a path.
std::string last_component(const std::string& path);

/// The path without symbolic links, "" when nothing is there.
std::string real_path(const std::string& path);

/// The target of a symbolic link, "" when the path is not a link. Keeps errno.
std::string link_target(const std::string& path);

}  // namespace parallel_testing
