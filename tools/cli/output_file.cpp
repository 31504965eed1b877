// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "cli/output_file.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <ostream>
#include <system_error>

#include "cli/command.hpp"

namespace parallel_testing::cli {
namespace {

/// Makes the directory of a file; why none can be made there, if so.
std::error_code make_place_for(const std::string& path) {
  namespace fs = std::filesystem;
  std::error_code problem;
  const fs::file_status there = fs::status(path, problem);
  if (fs::is_directory(there)) {
    return std::make_error_code(std::errc::is_a_directory);
  }
  if (fs::exists(there) && !fs::is_regular_file(there)) {
    return {};  // a device or a pipe
  }
  const fs::path parent = fs::absolute(path, problem).parent_path();
  fs::create_directories(parent, problem);
  if (!problem && ::access(parent.c_str(), W_OK | X_OK) != 0) {
    problem = std::error_code(errno, std::generic_category());
  }
  return problem;
}

}  // namespace

void write_output(const std::string& path, const std::string& text,
                  std::ostream& out) {
  if (path == "-") {
    out << text;
    return;
  }
  namespace fs = std::filesystem;
  std::error_code problem;
  // A device or a pipe is written to; only a file can be replaced.
  const bool is_special =
      fs::exists(path, problem) && !fs::is_regular_file(path, problem);
  const std::string unfinished =
      is_special ? path : fmt::format("{}.{}", path, ::getpid());
  errno = 0;
  std::ofstream file(unfinished, std::ios::binary);
  file << text;
  file.close();
  if (!file.fail() &&
      (is_special || std::rename(unfinished.c_str(), path.c_str()) == 0)) {
    return;
  }
  const int reason = errno;
  if (!is_special) {
    std::remove(unfinished.c_str());
  }
  throw failure(exit_environment, fmt::format("cannot write '{}': {}", path,
                                              std::strerror(reason)));
}

void prepare_output(const std::string& path) {
  if (path.empty() || path == "-") {
    return;
  }
  if (const std::error_code problem = make_place_for(path)) {
    throw failure(exit_environment,
                  fmt::format("cannot write '{}': {}; name another file", path,
                              problem.message()));
  }
}

}  // namespace parallel_testing::cli
