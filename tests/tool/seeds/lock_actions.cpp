// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <string>

#include "actions.hpp"

namespace parallel_testing::seeds {

namespace {

/// Locks stay until the process ends.
int opened(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  return static_cast<int>(checked(fd, path));
}

void lock_record(const std::string& path, int command, int kind) {
  struct flock asked {};
  asked.l_type = static_cast<short>(kind);
  asked.l_whence = SEEK_SET;
  checked(::fcntl(opened(path), command, &asked), path);
}

void lock(const words& given) {
  checked(::flock(opened(given.at(0)), LOCK_EX), given.at(0));
}

void try_lock(const words& given) {
  checked(::flock(opened(given.at(0)), LOCK_EX | LOCK_NB), given.at(0));
}

void try_lock_by_record(const words& given) {
  lock_record(given.at(0), F_SETLK, F_WRLCK);
}

void lock_shared(const words& given) {
  checked(::flock(opened(given.at(0)), LOCK_SH), given.at(0));
}

void lock_by_record(const words& given) {
  lock_record(given.at(0), F_SETLKW, F_WRLCK);
}

void lock_by_description(const words& given) {
  lock_record(given.at(0), F_OFD_SETLKW, F_WRLCK);
}

}  // namespace

const actions& lock_actions() {
  static const actions all{
      {"lock", lock},
      {"lock_by_description", lock_by_description},
      {"lock_by_record", lock_by_record},
      {"lock_shared", lock_shared},
      {"try_lock", try_lock},
      {"try_lock_by_record", try_lock_by_record},
  };
  return all;
}

}  // namespace parallel_testing::seeds
