// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_SRC_FILES_HPP
#define PARALLEL_TESTING_SRC_FILES_HPP

#include <sys/types.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

// Whole files, and the names in directories. A file that other processes read
// is written under another name and renamed, so that nobody reads a part of it.
namespace parallel_testing {

/// Up to 16 MiB of a file, "" when it cannot be read. A relative path starts at
/// the open `directory`.
std::string read_whole(int directory, const std::string& path);
std::string read_whole(const std::string& path);

/// The same of an open file, from its position on.
std::string read_rest(int fd);

/// The bytes from `offset` on, fewer than `size` where the file ends earlier.
std::string read_part(int fd, std::size_t offset, std::size_t size);

/// All of a file, however long. Throws error:
/// `cannot read <what> '<path>': <reason>; <remedy>`
std::string require_whole(const std::string& path, std::string_view what,
                          std::string_view remedy);

/// Makes `text` the content of the file, whether it exists or not. False with
/// errno on failure: then the file is as it was before. Two threads of a
/// process must not write the same file at once.
bool replace_whole(int directory, const std::string& path,
                   std::string_view text, mode_t mode = 0600);

/// The same where there is no such file yet; else false with EEXIST.
bool create_whole(int directory, const std::string& path, std::string_view text,
                  mode_t mode = 0600);

/// All but "." and ".."; none when the directory cannot be read.
std::vector<std::string> names_in(const std::string& directory);

/// What a symbolic link leads to, "" when it is not a link. Keeps errno.
std::string link_target(const std::string& path);

}  // namespace parallel_testing

#endif
