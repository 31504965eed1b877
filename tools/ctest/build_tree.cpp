// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "ctest/build_tree.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <string_view>

#include "base/record.hpp"
#include "cli/command.hpp"

namespace parallel_testing::tools {
namespace {

namespace fs = std::filesystem;

/// The output of ctest with these arguments and one more.
std::string output_with(const std::string& ctest,
                        const std::vector<std::string>& arguments,
                        const std::string& last, const variables& environment) {
  std::vector<std::string> line{ctest};
  line.insert(line.end(), arguments.begin(), arguments.end());
  line.push_back(last);
  return output_of(program_start{line, environment}, diagnostics::read).out;
}

/// `scheme://user:password@host/name?query` without password and query.
std::string without_password(const std::string& url) {
  const std::size_t scheme = url.find("://");
  if (scheme == std::string::npos) {
    return "(set)";  // `key=value` text, in which a password may be anywhere
  }
  // A password may contain any character, so only the last @ ends it for
  // certain.
  const std::size_t start = scheme + 3;
  const std::size_t at = url.rfind('@');
  const std::string host =
      at == std::string::npos ? url.substr(start) : url.substr(at);
  const std::string user =
      at == std::string::npos ? "" : url.substr(start, at - start);
  return url.substr(0, start) + user.substr(0, user.find(':')) +
         host.substr(0, host.find_first_of("?#"));
}

}  // namespace

std::string cached_value(const std::string& build,
                         const std::string& variable) {
  std::ifstream lines(build + "/CMakeCache.txt");
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with(variable + ":")) {
      const std::size_t equals = line.find('=');
      return equals == std::string::npos ? "" : line.substr(equals + 1);
    }
  }
  return "";
}

bool uses_module(const std::string& build) {
  std::error_code problem;
  return fs::is_directory(build + "/parallel_testing/module", problem);
}

std::string build_tree_of(const std::string& directory) {
  std::error_code problem;
  for (fs::path each = directory; each.has_relative_path();
       each = each.parent_path()) {
    if (fs::exists(each / "CMakeCache.txt", problem)) {
      return each.string();
    }
  }
  return directory;
}

void check_build_directory(const std::string& build) {
  std::error_code problem;
  if (fs::exists(build + "/CTestTestfile.cmake", problem)) {
    return;
  }
  const bool is_there = fs::is_directory(build, problem);
  const bool is_build = fs::exists(build + "/CMakeCache.txt", problem);
  throw cli::failure(
      cli::exit_environment,
      fmt::format(
          "'{}' {}", build,
          !is_there
              ? "is not a directory; pass the build directory: --test-dir "
                "<directory>"
          : is_build
              ? "has no tests: call enable_testing() or include(CTest) "
                "in the top-level CMakeLists.txt and configure again"
              : "is not a build directory, because it has no "
                "CTestTestfile.cmake; pass one: --test-dir <directory>"));
}

std::string build_directory_of_preset(const std::string& ctest,
                                      const std::vector<std::string>& arguments,
                                      const variables& environment) {
  constexpr std::string_view word = "Test project ";
  const std::string text = output_with(ctest, arguments, "-N", environment);
  const std::size_t at = text.find(word);
  if (at == std::string::npos) {
    throw cli::failure(cli::exit_environment,
                       "ctest cannot use the preset:\n" + text);
  }
  const std::size_t start = at + word.size();
  return text.substr(start, text.find('\n', start) - start);
}

std::vector<listed_test> list_tests(const std::string& ctest,
                                    const std::vector<std::string>& arguments,
                                    const variables& environment) {
  try {
    return parse_listing(
        output_with(ctest, arguments, "--show-only=json-v1", environment));
  } catch (const record_error&) {
    return {};
  }
}

std::vector<std::string> databases_of(const variables& environment) {
  std::vector<std::string> result;
  if (const std::string url = tools::value_of(environment, "DATABASE_URL");
      !url.empty()) {
    result.push_back(without_password(url));
  }
  const std::string host = tools::value_of(environment, "PGHOST");
  const std::string name = tools::value_of(environment, "PGDATABASE");
  if (!host.empty() || !name.empty()) {
    std::string text = "postgresql://";
    const std::string user = tools::value_of(environment, "PGUSER");
    const std::string port = tools::value_of(environment, "PGPORT");
    text += user.empty() ? "" : user + "@";
    text += host + (port.empty() ? "" : ":" + port) + "/" + name;
    result.push_back(text);
  }
  return result;
}

}  // namespace parallel_testing::tools
