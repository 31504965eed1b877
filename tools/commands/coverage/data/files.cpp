// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/coverage/data/files.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <utility>

#include "cli/output_file.hpp"

namespace parallel_testing::coverage_command {
namespace {

namespace fs = std::filesystem;

/// Several threads create the same directories. std::filesystem in libstdc++ 12
/// was seen to crash in that case.
std::error_code make_shared_directories(const std::string& path) {
  constexpr mode_t for_all = 0777;
  for (std::size_t end = path.find('/', 1);; end = path.find('/', end + 1)) {
    if (::mkdir(path.substr(0, end).c_str(), for_all) != 0 && errno != EEXIST) {
      return {errno, std::generic_category()};
    }
    if (end == std::string::npos) {
      return {};
    }
  }
}

}  // namespace

void write_file(const std::string& path, const std::string& content) {
  if (const std::error_code problem =
          make_shared_directories(path.substr(0, path.rfind('/')))) {
    cli::fail_to_write(path, problem);
  }
  cli::write_file(path, content);
}

void make_empty_directory(const std::string& path) {
  std::error_code problem;
  fs::remove_all(path, problem);
  if (!problem) {
    problem = make_shared_directories(path);
  }
  if (problem) {
    cli::fail_to_write(path, problem);
  }
}

scratch_directory::scratch_directory(std::string path)
    : path_(std::move(path)) {
  make_empty_directory(path_);
}

scratch_directory::~scratch_directory() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

std::vector<std::string> files_below(const std::string& directory,
                                     const std::string& suffix) {
  std::vector<std::string> files;
  std::error_code problem;
  for (auto each = fs::recursive_directory_iterator(
           directory, fs::directory_options::skip_permission_denied, problem);
       !problem && each != fs::recursive_directory_iterator();
       each.increment(problem)) {
    if (each->path().native().ends_with(suffix) &&
        each->symlink_status(problem).type() == fs::file_type::regular) {
      files.push_back(each->path().string());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::vector<std::string> directories_in(const std::string& directory) {
  std::vector<std::string> result;
  std::error_code problem;
  for (const auto& entry : fs::directory_iterator(directory, problem)) {
    if (entry.symlink_status(problem).type() == fs::file_type::directory) {
      result.push_back(entry.path().string());
    }
  }
  std::sort(result.begin(), result.end());
  return result;
}

}  // namespace parallel_testing::coverage_command
