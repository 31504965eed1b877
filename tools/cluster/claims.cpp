// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "cluster/claims.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <utility>

#include "base/whole_file.hpp"
#include "cli/output_file.hpp"

namespace parallel_testing::cluster {
namespace {

std::string directory_of_round(const std::string& directory,
                               std::int64_t round) {
  return fmt::format("{}/{}", directory, round);
}

std::string path_of_claim(const std::string& directory, std::int64_t round,
                          const std::string& unit) {
  return directory_of_round(directory, round) + "/" + unit;
}

}  // namespace

claims::claims(std::string directory, const std::string& node)
    : directory_(std::move(directory)), own_(directory_ + "/by-" + node) {
  cli::write_file(own_, node);
  struct stat found {};
  if (::stat(own_.c_str(), &found) != 0) {
    cli::fail_to_write(own_, std::error_code(errno, std::generic_category()));
  }
  inode_ = found.st_ino;
}

bool claims::claim(std::int64_t round, const std::string& unit) {
  const std::string path = path_of_claim(directory_, round, unit);
  if (::link(own_.c_str(), path.c_str()) == 0) {
    return true;
  }
  const int why = errno;
  if (why == ENOENT || why == ESTALE) {
    return false;
  }
  struct stat found {};
  if (::stat(path.c_str(), &found) != 0) {
    cli::fail_to_write(path, std::error_code(why, std::generic_category()));
  }
  return found.st_ino == inode_;
}

void open_claims(const std::string& directory, std::int64_t round) {
  const std::string made = directory_of_round(directory, round);
  std::error_code problem;
  std::filesystem::create_directories(made, problem);
  if (problem) {
    cli::fail_to_write(made, problem);
  }
}

void close_claims(const std::string& directory, std::int64_t round) {
  // An agent may add a link meanwhile, but not in the directory's new place.
  const std::string open = directory_of_round(directory, round);
  const std::string closed = open + ".closed";
  std::error_code ignored;
  std::filesystem::rename(open, closed, ignored);
  std::filesystem::remove_all(closed, ignored);
}

std::string owner_of_claim(const std::string& directory, std::int64_t round,
                           const std::string& unit) {
  return tools::read_file(path_of_claim(directory, round, unit)).value_or("");
}

}  // namespace parallel_testing::cluster
