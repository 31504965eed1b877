// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "cluster/claims.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "base/whole_file.hpp"
#include "cli/output_file.hpp"

namespace parallel_testing::cluster {

claims::claims(std::string directory, const std::string& node)
    : directory_(std::move(directory)), own_(directory_ + "/by-" + node) {
  cli::write_file(own_, node);
  struct stat found {};
  if (::stat(own_.c_str(), &found) != 0) {
    cli::fail_to_write(own_, std::error_code(errno, std::generic_category()));
  }
  inode_ = found.st_ino;
}

bool claims::claim(const std::string& unit) {
  const std::string path = directory_ + "/" + unit;
  if (::link(own_.c_str(), path.c_str()) == 0) {
    return true;
  }
  const int why = errno;
  struct stat found {};
  if (::stat(path.c_str(), &found) != 0) {
    cli::fail_to_write(path, std::error_code(why, std::generic_category()));
  }
  return found.st_ino == inode_;
}

std::string owner_of_claim(const std::string& directory,
                           const std::string& unit) {
  return tools::read_file(directory + "/" + unit).value_or("");
}

}  // namespace parallel_testing::cluster
