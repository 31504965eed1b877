// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "ctest/ctest_query.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <string_view>

#include "base/programs.hpp"
#include "base/record.hpp"

namespace parallel_testing::io {
namespace {

namespace fs = std::filesystem;

constexpr int cannot_start = 127;  // of output_of()

}  // namespace

std::string ctest_of(const std::string& build) {
  constexpr std::string_view variable = "CMAKE_CTEST_COMMAND:INTERNAL=";
  std::ifstream cache(build + "/CMakeCache.txt");
  for (std::string line; std::getline(cache, line);) {
    if (line.starts_with(variable)) {
      return line.substr(variable.size());
    }
  }
  return "ctest";
}

std::vector<listed_test> query_tests(
    const std::string& build, const std::vector<std::string>& arguments) {
  std::error_code problem;
  if (!fs::exists(build + "/CTestTestfile.cmake", problem)) {
    throw ctest_error(
        fmt::format("'{}' is no build directory with tests: it has no "
                    "CTestTestfile.cmake; give the top-level build directory",
                    build));
  }
  const std::string ctest = ctest_of(build);
  std::vector<std::string> line{ctest, "--test-dir", build};
  line.insert(line.end(), arguments.begin(), arguments.end());
  line.emplace_back("--show-only=json-v1");
  const program_output listed = output_of(line);
  if (listed.exit_code == cannot_start) {
    throw ctest_error(fmt::format(
        "cannot start '{}'; install CMake or put its ctest on PATH", ctest));
  }
  try {
    return parse_listing(listed.out);
  } catch (const record_error& wrong) {
    throw ctest_error(fmt::format("{} --show-only=json-v1 failed in '{}': {}",
                                  ctest, build, wrong.what()));
  }
}

}  // namespace parallel_testing::io
