// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/adopt/workspace.hpp"

#include <fmt/format.h>
#include <stdlib.h>

#include <filesystem>
#include <set>
#include <system_error>

#include "base/whole_file.hpp"
#include "cli/command.hpp"

namespace parallel_testing::adopt_command {
namespace {

namespace fs = std::filesystem;

/// What is not copied: build trees, and the `.git` file of a submodule or of a
/// second work tree, which leads to the repository of the user.
bool is_left_out(const fs::directory_entry& each) {
  std::error_code problem;
  const std::string name = each.path().filename().string();
  return (name == ".git" && !each.is_directory(problem)) ||
         (each.is_directory(problem) && !each.is_symlink(problem) &&
          fs::exists(each.path() / "CMakeCache.txt", problem));
}

bool is_same_file(const fs::path& left, const fs::path& right) {
  std::error_code problem;
  return fs::is_regular_file(right, problem) &&
         !fs::is_symlink(right, problem) &&
         fs::file_size(left, problem) == fs::file_size(right, problem) &&
         tools::read_file(left.string()) == tools::read_file(right.string());
}

void copy_directory(const fs::path& from, const fs::path& to,
                    const fs::path& skipped) {
  fs::create_directories(to);
  std::set<fs::path> names;
  for (const fs::directory_entry& each : fs::directory_iterator(from)) {
    if (is_left_out(each) || each.path() == skipped) {
      continue;
    }
    const fs::path target = to / each.path().filename();
    names.insert(each.path().filename());
    if (each.is_symlink()) {
      fs::remove_all(target);
      fs::copy_symlink(each.path(), target);
    } else if (each.is_directory()) {
      if (!fs::is_directory(fs::symlink_status(target))) {
        fs::remove_all(target);
      }
      copy_directory(each.path(), target, skipped);
    } else if (each.is_regular_file() && !is_same_file(each.path(), target)) {
      fs::remove_all(target);
      fs::copy_file(each.path(), target);
    }
  }
  for (const fs::directory_entry& each : fs::directory_iterator(to)) {
    if (names.count(each.path().filename()) == 0) {
      fs::remove_all(each.path());
    }
  }
}

}  // namespace

workspace::workspace(const std::string& source, const std::string& directory)
    : is_temporary_(directory.empty()) {
  std::error_code problem;
  if (is_temporary_) {
    std::string pattern =
        (fs::temp_directory_path() / "parallel-testing-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) {
      problem = {errno, std::generic_category()};
    }
    path_ = pattern;
  } else {
    path_ = fs::absolute(directory).lexically_normal().string();
    while (path_.size() > 1 && path_.ends_with('/')) {
      path_.pop_back();
    }
    fs::create_directories(path_, problem);
  }
  try {
    if (problem) {
      throw fs::filesystem_error("", problem);
    }
    copy_directory(source, this->source(), path_);
  } catch (const fs::filesystem_error& failed) {
    throw cli::failure(
        cli::exit_environment,
        fmt::format("cannot copy '{}' to '{}': {}; free some space, or pass "
                    "--work with another directory",
                    source, path_, failed.code().message()));
  }
}

workspace::~workspace() {
  std::error_code ignored;
  if (is_temporary_) {
    fs::remove_all(path_, ignored);
  }
}

}  // namespace parallel_testing::adopt_command
