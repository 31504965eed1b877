// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "ctest/ctest_query.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <string_view>
#include <system_error>

#include "base/programs.hpp"
#include "base/record.hpp"
#include "cli/command.hpp"
#include "ctest/arguments.hpp"
#include "ctest/build_tree.hpp"

namespace parallel_testing::tools {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const std::string& text) {
  throw cli::failure(cli::exit_environment, text);
}

}  // namespace

std::string ctest_of(const std::string& build) {
  const std::string ctest = cached_value(build, "CMAKE_CTEST_COMMAND");
  if (is_program(ctest)) {
    return ctest;
  }
  const std::string on_path =
      find_program({"ctest"}, path_directories(), own_program());
  // A path that does not exist is better in a message than a bare name.
  return !on_path.empty() ? on_path : ctest.empty() ? "ctest" : ctest;
}

std::string choose_ctest(const std::string& given) {
  const std::string name = given.empty() ? "ctest" : given;
  const bool is_path = name.find('/') != std::string::npos;
  const std::string path =
      is_path ? name : find_program({name}, path_directories(), own_program());
  if (path.empty()) {
    fail(fmt::format(
        "there is no {} on PATH; install CMake or pass --ctest PATH", name));
  }
  if (!is_program(path)) {
    fail(fmt::format("--ctest '{}' is not a program; pass the path of a ctest",
                     path));
  }
  return fs::absolute(path).string();
}

std::string why_no_ctest(const std::string& ctest) {
  return fmt::format(
      "cannot start '{}'; install CMake or put its ctest on PATH", ctest);
}

std::string version_of_ctest(const std::string& ctest) {
  constexpr std::string_view before = "ctest version ";
  const std::string printed = output_of({ctest, "--version"}).out;
  const std::size_t at = printed.find(before);
  if (at == std::string::npos) {
    return "";
  }
  const std::size_t from = at + before.size();
  return printed.substr(from, printed.find_first_of(" \r\n", from) - from);
}

std::vector<listed_test> query_tests(
    const std::string& build, const std::vector<std::string>& arguments) {
  std::error_code problem;
  if (!fs::exists(build + "/CTestTestfile.cmake", problem)) {
    fail(
        fmt::format("'{}' is not a build directory with tests: it has no "
                    "CTestTestfile.cmake; pass the top-level build directory",
                    build));
  }
  const std::string ctest = ctest_of(build);
  std::vector<std::string> line{ctest, "--test-dir", build};
  line.insert(line.end(), arguments.begin(),
              arguments.begin() +
                  static_cast<std::ptrdiff_t>(end_of_options(arguments)));
  line.emplace_back("--show-only=json-v1");
  const program_output listed = output_of(line);
  if (listed.exit_code == cannot_start) {
    fail(why_no_ctest(ctest));
  }
  try {
    return parse_listing(listed.out);
  } catch (const record_error& wrong) {
    fail(fmt::format("{} --show-only=json-v1 failed in '{}': {}", ctest, build,
                     wrong.what()));
  }
}

}  // namespace parallel_testing::tools
