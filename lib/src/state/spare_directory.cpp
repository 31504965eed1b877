// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "state/spare_directory.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/syscall.h>
#include <sys/xattr.h>
#endif

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>

#include "base/os.hpp"
#include "base/unique_fd.hpp"
#include "state/private_directory.hpp"

namespace parallel_testing {

#if defined(__linux__) && defined(SYS_getdents64) && defined(SYS_renameat2)

namespace {

constexpr mode_t mode_when_new = 0700;

/// The beginning of what getdents64(2) writes.
struct entry_head {
  std::uint64_t inode;
  std::int64_t next;
  std::uint16_t size;
  std::uint8_t kind;
};
constexpr std::size_t offset_of_name = 19;

bool is_as_made(int parent, const char* name, mode_t mode,
                const std::string& path,
                const directory_modes& inside) noexcept;

/// Whether only those directories of `inside` are in the directory, whose path
/// with a slash, if it has one, is `path`.
bool has_only(int directory, const std::string& path,
              const directory_modes& inside) noexcept {
  alignas(entry_head) std::array<char, 1024> entries;
  for (;;) {
    const long got =
        ::syscall(SYS_getdents64, directory, entries.data(), entries.size());
    if (got <= 0) {
      return got == 0;
    }
    for (long at = 0; at < got;) {
      entry_head head{};
      const char* const entry = entries.data() + at;
      std::memcpy(&head, entry, sizeof head);
      const char* const name = entry + offset_of_name;
      at += head.size;
      if (std::strcmp(name, ".") == 0 || std::strcmp(name, "..") == 0) {
        continue;
      }
      const auto found = inside.find(path + name);
      if (found == inside.end() || !is_as_made(directory, name, found->second,
                                               found->first + "/", inside)) {
        return false;
      }
    }
  }
}

bool is_as_made(int parent, const char* name, mode_t mode,
                const std::string& path,
                const directory_modes& inside) noexcept {
  const unique_fd directory(
      os::open_at(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW));
  constexpr mode_t permissions = 07777;
  struct stat status {};
  return directory && ::fstat(directory.get(), &status) == 0 &&
         (status.st_mode & permissions) == mode &&
         status.st_uid == ::geteuid() && status.st_gid == ::getegid() &&
         status.st_size <= status.st_blksize &&
         ::flistxattr(directory.get(), nullptr, 0) <= 0 &&
         has_only(directory.get(), path, inside);
}

}  // namespace

bool is_as_new(int parent, const char* name,
               const directory_modes& inside) noexcept {
  return is_as_made(parent, name, mode_when_new, "", inside);
}

bool rename_to_new(int parent, const char* from, const char* to) noexcept {
  constexpr unsigned no_replace = 1;
  return ::syscall(SYS_renameat2, parent, from, parent, to, no_replace) == 0;
}

#else

bool is_as_new(int, const char*, const directory_modes&) noexcept {
  return false;
}

bool rename_to_new(int, const char*, const char*) noexcept {
  errno = ENOSYS;
  return false;
}

#endif

bool spare_directory::take(int parent, const char* name) noexcept {
  if (name_.empty() || is_taken_) {
    errno = ENOENT;
    return false;
  }
  errno = 0;
  const bool is_usable = is_as_new(parent, name_.c_str(), inside_);
  if (!is_usable && errno != ENOENT) {
    // Also one to which something was added after keep().
    remove_tree(parent, name_);
    errno = ENOENT;
  }
  if (!is_usable || !rename_to_new(parent, name_.c_str(), name)) {
    return false;
  }
  is_taken_ = true;
  return true;
}

bool spare_directory::keep(int parent, const char* name) const noexcept {
  return !name_.empty() && is_as_new(parent, name, inside_) &&
         rename_to_new(parent, name, name_.c_str());
}

}  // namespace parallel_testing
