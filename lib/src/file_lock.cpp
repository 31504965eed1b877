// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "file_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <cerrno>

#include "os.hpp"

namespace parallel_testing {

namespace {
int operation(lock_mode mode) {
  return mode == lock_mode::exclusive ? LOCK_EX : LOCK_SH;
}
}  // namespace

unique_fd open_lock_file(const private_directory& directory,
                         const std::string& name) {
  constexpr int flags = O_RDWR | O_CREAT | O_NOFOLLOW;
  unique_fd file(os::open_at(directory.fd.get(), name.c_str(), flags));
  if (!file && errno == ENOENT) {
    const std::string folder = name.substr(0, name.find('/'));
    os::make_directory_at(directory.fd.get(), folder.c_str(), 0700);
    file.reset(os::open_at(directory.fd.get(), name.c_str(), flags));
  }
  if (file) return file;
  os::throw_error("cannot open lock file", directory.path + "/" + name, errno,
                  "make the directory writable or free some space");
}

bool try_lock(int fd, lock_mode mode, const std::string& path) {
  if (os::lock_file(fd, operation(mode) | LOCK_NB) == 0) return true;
  if (errno == EWOULDBLOCK) return false;
  os::throw_error("cannot lock", path, errno,
                  "choose a local file system with PARALLEL_TESTING_STATE_DIR");
}

void wait_for_lock(int fd, lock_mode mode, const std::string& path) {
  if (os::lock_file(fd, operation(mode)) == 0) return;
  os::throw_error("cannot lock", path, errno,
                  "choose a local file system with PARALLEL_TESTING_STATE_DIR");
}

bool is_still_there(int fd, const private_directory& directory,
                    const std::string& name) {
  struct stat held {};
  struct stat named {};
  return ::fstat(fd, &held) == 0 &&
         ::fstatat(directory.fd.get(), name.c_str(), &named,
                   AT_SYMLINK_NOFOLLOW) == 0 &&
         held.st_ino == named.st_ino && held.st_dev == named.st_dev;
}

}  // namespace parallel_testing
