// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "cli/output_file.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <ostream>
#include <system_error>

#include "base/whole_file.hpp"
#include "cli/command.hpp"

namespace parallel_testing::cli {
namespace {

/// Creates the directory of a file. Returns the error if that fails.
std::error_code make_directory_of(const std::string& path) {
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

void fail_to_write(const std::string& path, const std::error_code& problem) {
  throw failure(
      exit_environment,
      fmt::format(
          "cannot write '{}': {}; check free disk space and permissions", path,
          problem.message()));
}

void write_file(const std::string& path, const std::string& text) {
  if (const std::error_code problem = tools::replace_file(path, text)) {
    fail_to_write(path, problem);
  }
}

void write_output(const std::string& path, const std::string& text,
                  std::ostream& out) {
  if (path == "-") {
    out << text;
    return;
  }
  write_file(path, text);
}

void prepare_output(const std::string& path) {
  if (path.empty() || path == "-") {
    return;
  }
  if (const std::error_code problem = make_directory_of(path)) {
    throw failure(exit_environment,
                  fmt::format("cannot write '{}': {}; name another file", path,
                              problem.message()));
  }
}

}  // namespace parallel_testing::cli
