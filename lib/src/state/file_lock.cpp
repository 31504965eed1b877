// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "state/file_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "base/files.hpp"
#include "base/format.hpp"
#include "base/os.hpp"
#include "base/process_info.hpp"

namespace parallel_testing {

namespace {

constexpr std::size_t signature_length = 120;

int operation(lock_mode mode) {
  return mode == lock_mode::exclusive ? LOCK_EX : LOCK_SH;
}

constexpr char group_sign = '+';

}  // namespace

void make_folder(const private_directory& directory,
                 const std::string& folder) {
  if (os::make_directory_at(directory.fd.get(), folder.c_str(), 0700) == 0) {
    return;
  }
  // Another process may have created it in the meantime.
  if (errno == EEXIST) {
    return;
  }
  os::throw_error("cannot create the directory of lock files",
                  directory.path + "/" + folder, errno,
                  "make its parent writable, free space and inodes, or set "
                  "PARALLEL_TESTING_STATE_DIR");
}

unique_fd open_lock_file(const private_directory& directory,
                         const std::string& name) {
  constexpr int flags = O_RDWR | O_CREAT | O_NOFOLLOW;
  unique_fd file(os::open_at(directory.fd.get(), name.c_str(), flags));
  if (!file && errno == ENOENT) {
    const std::string folder = name.substr(0, name.find('/'));
    make_folder(directory, folder);
    file.reset(os::open_at(directory.fd.get(), name.c_str(), flags));
  }
  if (file) {
    return file;
  }
  os::throw_error("cannot open lock file", directory.path + "/" + name, errno,
                  "make the directory writable or free some disk space");
}

bool try_lock(int fd, lock_mode mode, const std::string& path) {
  if (os::lock_file(fd, operation(mode) | LOCK_NB) == 0) {
    return true;
  }
  if (errno == EWOULDBLOCK) {
    return false;
  }
  os::throw_error("cannot lock", path, errno,
                  "choose a local file system with PARALLEL_TESTING_STATE_DIR");
}

void wait_for_lock(int fd, lock_mode mode, const std::string& path) {
  if (os::lock_file(fd, operation(mode)) == 0) {
    return;
  }
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

void sign_lock(int fd, std::string signature) {
  // The length is always the same: truncating a file makes some file systems
  // flush it on close.
  signature.resize(signature_length, ' ');
  if (::pwrite(fd, signature.data(), signature_length, 0) < 0) {
    os::say(
        "cannot write the holder of a lock into its file; check that the disk "
        "is not full");
  }
}

std::string read_signature(int fd) {
  return read_part(fd, 0, signature_length);
}

std::string lock_holder(int fd) {
  const std::string text = read_signature(fd);
  const std::string token = token_in(signer_in(text));
  if (!is_alive(token)) {
    return "";
  }
  const std::size_t blank = std::min(text.find(' '), text.size());
  const std::string test =
      text.substr(blank, text.find_last_not_of(' ') + 1 - blank);
  return fmt::format("pid {}{}", id_in_token(token), test);
}

std::string signature_of_group(const std::string& group,
                               const std::string& test) {
  return fmt::format("{}{} {}", group_sign, group, test);
}

std::string group_in(std::string_view signature) {
  return signature.empty() || signature[0] != group_sign ? ""
                                                         : signer_in(signature);
}

std::string without_group(const std::string& signature) {
  return group_in(signature).empty() ? signature : signature.substr(1);
}

std::string signer_in(std::string_view signature) {
  if (!signature.empty() && signature[0] == group_sign) {
    signature.remove_prefix(1);
  }
  return std::string(signature.substr(0, signature.find_first_of(" \n")));
}

std::string token_in(const std::string& group) {
  return group.substr(0, group.find_first_of("@-"));
}

}  // namespace parallel_testing
