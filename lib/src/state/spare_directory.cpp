// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "state/spare_directory.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#ifdef __linux__
#include <linux/fs.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/xattr.h>
#endif

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <string_view>

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

/// What `chattr` can set.
unsigned flags_of(int directory) noexcept {
  constexpr unsigned of_the_file_system = 0x00001000U     // FS_INDEX_FL
                                          | 0x00040000U   // EXT4_HUGE_FILE_FL
                                          | 0x00080000U   // FS_EXTENT_FL
                                          | 0x10000000U;  // FS_INLINE_DATA_FL
  unsigned flags = 0;
  return ::ioctl(directory, FS_IOC_GETFLAGS, &flags) == 0
             ? flags & ~of_the_file_system
             : 0;
}

/// Whether both have the same value of an attribute.
bool share_attribute(int one, int other, const char* name) noexcept {
  std::array<char, 256> value{};
  std::array<char, 256> other_value{};
  const ssize_t size = ::fgetxattr(one, name, value.data(), value.size());
  const ssize_t other_size =
      ::fgetxattr(other, name, other_value.data(), other_value.size());
  return size >= 0 && size == other_size && value == other_value;
}

/// Whether the attributes are none, or what security modules give to each file
/// that is created in the parent.
bool has_attributes_of_new(int directory, int parent) noexcept {
  constexpr std::string_view of_modules[] = {"security.selinux",
                                             "security.SMACK64"};
  std::array<char, 256> names{};
  const ssize_t size = ::flistxattr(directory, names.data(), names.size());
  if (size <= 0) {
    return size == 0 || errno == ENOTSUP;
  }
  for (ssize_t at = 0; at < size;) {
    const char* const name = names.data() + at;
    bool is_usual = false;
    for (const std::string_view each : of_modules) {
      is_usual = is_usual || each == name;
    }
    if (!is_usual || !share_attribute(directory, parent, name)) {
      return false;
    }
    at += static_cast<ssize_t>(std::strlen(name)) + 1;
  }
  return true;
}

bool renew_as(int parent, const char* name, mode_t mode,
              const std::string& path, const directory_modes& inside) noexcept;

/// Whether only those directories of `inside` are in the directory, whose path
/// with a slash, if it has one, is `path`. Renews them.
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
      if (found == inside.end() || !renew_as(directory, name, found->second,
                                             found->first + "/", inside)) {
        return false;
      }
    }
  }
}

bool renew_as(int parent, const char* name, mode_t mode,
              const std::string& path, const directory_modes& inside) noexcept {
  const unique_fd directory(
      os::open_at(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW));
  constexpr mode_t permissions = 07777;
  struct stat status {};
  return directory && ::fstat(directory.get(), &status) == 0 &&
         (status.st_mode & permissions) == mode &&
         status.st_uid == ::geteuid() && status.st_gid == ::getegid() &&
         status.st_size <= status.st_blksize &&
         flags_of(directory.get()) == flags_of(parent) &&
         has_attributes_of_new(directory.get(), parent) &&
         has_only(directory.get(), path, inside) &&
         ::futimens(directory.get(), nullptr) == 0;
}

}  // namespace

bool renew(int parent, const char* name,
           const directory_modes& inside) noexcept {
  return renew_as(parent, name, mode_when_new, "", inside);
}

bool rename_to_new(int parent, const char* from, const char* to) noexcept {
  constexpr unsigned no_replace = 1;
  return ::syscall(SYS_renameat2, parent, from, parent, to, no_replace) == 0;
}

#else

bool renew(int, const char*, const directory_modes&) noexcept {
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
  const bool is_usable = renew(parent, name_.c_str(), inside_);
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
  return !name_.empty() && renew(parent, name, inside_) &&
         rename_to_new(parent, name, name_.c_str());
}

}  // namespace parallel_testing
