// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <string>

#include "actions.hpp"

namespace parallel_testing::seeds {

namespace {

void make_directory(const words& given) {
  checked(::mkdir(given.at(0).c_str(), 0700), given.at(0));
}

/// `mkdir -p` of one directory.
void ensure_directory(const words& given) {
  if (::mkdir(given.at(0).c_str(), 0700) == 0 || errno == EEXIST) return;
  checked(-1, given.at(0));
}

void remove_directory(const words& given) {
  checked(::rmdir(given.at(0).c_str()), given.at(0));
}

void list(const words& given) {
  DIR* const directory = ::opendir(given.at(0).c_str());
  if (directory == nullptr) checked(-1, given.at(0));
  while (::readdir(directory) != nullptr) {
  }
  ::closedir(directory);
}

void go_to(const words& given) {
  checked(::chdir(given.at(0).c_str()), given.at(0));
}

void go_to_opened(const words& given) {
  const int fd = ::open(given.at(0).c_str(), O_RDONLY | O_DIRECTORY);
  checked(fd, given.at(0));
  checked(::fchdir(fd), given.at(0));
  ::close(fd);
}

/// A directory of a random name, in which the process works from now on.
void go_to_private(const words& given) {
  std::string path = given.at(0) + "XXXXXX";
  if (::mkdtemp(path.data()) == nullptr) checked(-1, path);
  go_to({path});
}

}  // namespace

const actions& directory_actions() {
  static const actions all{
      {"ensure_directory", ensure_directory},
      {"go_to", go_to},
      {"go_to_opened", go_to_opened},
      {"go_to_private", go_to_private},
      {"list", list},
      {"make_directory", make_directory},
      {"remove_directory", remove_directory},
  };
  return all;
}

}  // namespace parallel_testing::seeds
