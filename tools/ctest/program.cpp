// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "ctest/program.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <string_view>
#include <system_error>

#include "cli/command.hpp"

namespace parallel_testing::run_command {
namespace {

namespace fs = std::filesystem;

bool is_program(const fs::path& path) {
  std::error_code problem;
  return fs::is_regular_file(path, problem) &&
         ::access(path.c_str(), X_OK) == 0;
}

bool is_same(const fs::path& path, const std::string& other) {
  std::error_code problem;
  return fs::equivalent(path, other, problem);
}

/// The first program of that name in `path` that is not `own`.
std::string find_program(const std::string& name, const std::string& path,
                         const std::string& own) {
  std::string_view rest = path;
  while (true) {
    const std::size_t end = std::min(rest.find(':'), rest.size());
    const fs::path folder = end == 0 ? "." : rest.substr(0, end);
    const fs::path candidate = folder / name;
    if (is_program(candidate) && !is_same(candidate, own)) {
      return fs::absolute(candidate).string();
    }
    if (end == rest.size()) {
      return "";
    }
    rest.remove_prefix(end + 1);
  }
}

}  // namespace

std::string own_program() {
  std::error_code problem;
  return fs::read_symlink("/proc/self/exe", problem).string();
}

std::string find_ctest(const std::string& path, const std::string& own) {
  return find_program("ctest", path, own);
}

std::string choose_ctest(const std::string& wanted) {
  const char* const variable = std::getenv("PATH");
  const std::string path = variable == nullptr ? "" : variable;
  const bool is_name = wanted.find('/') == std::string::npos;
  const std::string found =
      is_name
          ? find_program(wanted.empty() ? "ctest" : wanted, path, own_program())
          : wanted;
  if (found.empty()) {
    throw cli::failure(cli::exit_environment,
                       fmt::format("there is no {} on PATH; install CMake or "
                                   "give --ctest PATH",
                                   wanted.empty() ? "ctest" : wanted));
  }
  if (!is_program(found)) {
    throw cli::failure(
        cli::exit_environment,
        fmt::format("--ctest '{}' is no program; give the path of a ctest",
                    found));
  }
  return fs::absolute(found).string();
}

}  // namespace parallel_testing::run_command
