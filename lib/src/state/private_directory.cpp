// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "state/private_directory.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>
#include <parallel_testing/error.hpp>

#include "base/format.hpp"
#include "base/os.hpp"

namespace parallel_testing {

namespace {

constexpr mode_t owner_only = 0700;
constexpr mode_t permission_bits = 0777;
constexpr int directory_flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW;

/// Whether the next root may be tried: this one does not exist or is not
/// writable, and nobody planted anything in it. A full disk does not count: it
/// may have space again for the next process, and the two processes would then
/// use different directories.
bool is_unusable(int error_number) {
  return error_number == EACCES || error_number == EROFS ||
         error_number == ENOENT || error_number == EPERM ||
         error_number == ENOTDIR;
}

void require_private(int fd, const std::string& path, bool is_new) {
  struct stat status {};
  if (::fstat(fd, &status) != 0) {
    os::throw_error("cannot examine directory", path, errno, "check the disk");
  }
  if (status.st_uid != ::geteuid()) {
    throw error(
        fmt::format("refusing directory '{}': it belongs to user {}, not to "
                    "user {}; remove it, or choose other directories with "
                    "PARALLEL_TESTING_STATE_DIR and PARALLEL_TESTING_TEMP_ROOT",
                    path, status.st_uid, ::geteuid()));
  }
  const mode_t mode = status.st_mode & permission_bits;
  if (is_new && mode != owner_only && ::fchmod(fd, owner_only) == 0) {
    return;
  }
  if ((mode & 077) != 0) {
    throw error(fmt::format(
        "refusing directory '{}': mode {:04o} gives other users access; run "
        "'chmod 700 {}' if no other user put anything there",
        path, mode, path));
  }
}

/// -1 with errno set when the directory cannot be made or opened.
unique_fd make_and_open(int parent, const char* name, const std::string& path) {
  unique_fd fd(os::open_at(parent, name, directory_flags));
  const bool missing = !fd && errno == ENOENT;
  if (missing) {
    if (os::make_directory_at(parent, name, owner_only) != 0 &&
        errno != EEXIST) {
      return fd;
    }
    fd.reset(os::open_at(parent, name, directory_flags));
  }
  const int reason = errno;
  // The name exists but cannot be opened. Skipping it would let the user who
  // planted it decide which directory each process uses.
  struct stat planted {};
  if (!fd && ::fstatat(parent, name, &planted, AT_SYMLINK_NOFOLLOW) == 0) {
    throw error(fmt::format(
        "refusing '{}': it is a symbolic link, not a directory or not "
        "accessible to this user ({}); remove it, or choose other directories "
        "with PARALLEL_TESTING_STATE_DIR and PARALLEL_TESTING_TEMP_ROOT",
        path, std::strerror(reason)));
  }
  errno = reason;
  if (fd) {
    require_private(fd.get(), path, missing);
  }
  return fd;
}

struct close_directory {
  void operator()(DIR* stream) const { ::closedir(stream); }
};

bool remove_entry(int parent, const char* name) noexcept;

bool empty_directory(int fd) noexcept {
  std::unique_ptr<DIR, close_directory> stream(::fdopendir(fd));
  if (!stream) {
    const int reason = errno;
    ::close(fd);
    errno = reason;
    return false;
  }
  int first_failure = 0;
  while (const dirent* entry = ::readdir(stream.get())) {
    const bool is_self = std::strcmp(entry->d_name, ".") == 0;
    const bool is_parent = std::strcmp(entry->d_name, "..") == 0;
    if (is_self || is_parent || remove_entry(fd, entry->d_name)) {
      continue;
    }
    if (first_failure == 0) {
      first_failure = errno;
    }
  }
  stream.reset();
  errno = first_failure;
  return first_failure == 0;
}

bool remove_entry(int parent, const char* name) noexcept {
  if (::unlinkat(parent, name, AT_REMOVEDIR) == 0) {
    return true;
  }
  if (errno == ENOTDIR) {
    return ::unlinkat(parent, name, 0) == 0;
  }
  if (errno != ENOTEMPTY && errno != EEXIST && errno != EACCES) {
    return errno == ENOENT;
  }
  int fd = os::open_at(parent, name, directory_flags);
  if (fd < 0 && errno == EACCES &&
      ::fchmodat(parent, name, owner_only, 0) == 0) {
    fd = os::open_at(parent, name, directory_flags);
  }
  // A file in a directory that is not writable: the kernel checks the
  // permission first.
  if (fd < 0 && errno == ENOTDIR) {
    return ::unlinkat(parent, name, 0) == 0;
  }
  if (fd < 0) {
    return false;
  }
  ::fchmod(fd, owner_only);
  return empty_directory(fd) && ::unlinkat(parent, name, AT_REMOVEDIR) == 0;
}

}  // namespace

private_directory open_private_directory(const private_directory& parent,
                                         const std::string& name) {
  private_directory result;
  result.path = parent.path + "/" + name;
  result.fd = make_and_open(parent.fd.get(), name.c_str(), result.path);
  if (result.fd) {
    return result;
  }
  os::throw_error("cannot create directory", result.path, errno,
                  "make its parent writable or free some disk space");
}

private_directory open_private_directory(const std::string& path) {
  private_directory result;
  result.path = path;
  result.fd = make_and_open(AT_FDCWD, path.c_str(), path);
  if (result.fd) {
    return result;
  }
  os::throw_error("cannot create directory", path, errno,
                  "create its parent and give this user access");
}

private_directory open_private_directory_in(
    const std::vector<std::string>& roots, const std::string& name,
    const std::string& variable) {
  std::string tried;
  for (const std::string& root : roots) {
    private_directory result;
    result.path = root + "/" + name;
    result.fd = make_and_open(AT_FDCWD, result.path.c_str(), result.path);
    if (result.fd) {
      return result;
    }
    const int reason = errno;
    tried += fmt::format("\n  {}: {}", result.path, std::strerror(reason));
    if (!is_unusable(reason)) {
      break;
    }
  }
  throw error(fmt::format(
      "no usable directory; set {} to a directory this user can write to{}",
      variable, tried));
}

bool make_directories(const std::string& path) noexcept {
  if (os::make_directory_at(AT_FDCWD, path.c_str(), owner_only) == 0) {
    return true;
  }
  if (errno == EEXIST) {
    return true;
  }
  const std::size_t slash = path.rfind('/');
  if (errno != ENOENT || slash == 0 || slash == std::string::npos) {
    return false;
  }
  if (!make_directories(path.substr(0, slash))) {
    return false;
  }
  return os::make_directory_at(AT_FDCWD, path.c_str(), owner_only) == 0 ||
         errno == EEXIST;
}

bool remove_tree(const std::string& path) noexcept {
  return remove_tree(AT_FDCWD, path);
}

bool remove_tree(int parent, const std::string& name) noexcept {
  return remove_entry(parent, name.c_str());
}

std::string user_directory_name() {
  return fmt::format("pt-{}", ::geteuid());
}

}  // namespace parallel_testing
