// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/verify/versions.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <fstream>
#include <string_view>
#include <vector>

#include "base/programs.hpp"
#include "ctest/build_tree.hpp"
#include "ctest/ctest_query.hpp"

namespace parallel_testing::verify_command {
namespace {

using numbers = std::array<int, 3>;

constexpr numbers oldest{3, 25, 0};

/// `3.29.1-rc2` is {3, 29, 1}. A part that is not a number is 0.
numbers parsed(std::string_view text) {
  numbers result{};
  for (int& each : result) {
    const auto end =
        std::from_chars(text.data(), text.data() + text.size(), each).ptr;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    if (!text.starts_with('.')) {
      break;
    }
    text.remove_prefix(1);
  }
  return result;
}

std::string or_unknown(const std::string& version) {
  return version.empty() ? "of unknown version" : version;
}

/// The text between `before` and the next character of `ends`.
std::string cut(std::string_view text, std::string_view before,
                std::string_view ends) {
  const std::size_t at = text.find(before);
  if (at == std::string_view::npos) {
    return "";
  }
  text.remove_prefix(at + before.size());
  return std::string(text.substr(0, text.find_first_of(ends)));
}

std::string module_version(const std::string& build) {
  std::ifstream file(build + "/parallel_testing/module/pure/Version.cmake");
  for (std::string line; std::getline(file, line);) {
    if (std::string found = cut(line, "set(_parallel_version ", ")");
        !found.empty()) {
      return found;
    }
  }
  return "";
}

}  // namespace

check judge_versions(const versions& found) {
  std::vector<problem> problems;
  if (found.ctest.empty()) {
    problems.push_back({"ctest does not print its version",
                        "put a ctest of CMake 3.25 or newer on PATH"});
  } else if (parsed(found.ctest) < oldest) {
    problems.push_back({fmt::format("ctest {} is older than 3.25", found.ctest),
                        "install CMake 3.25 or newer"});
  } else if (parsed(found.ctest) == numbers{3, 29, 0}) {
    problems.push_back(
        {"ctest 3.29.0 starts tests that share a lock at the same time; their "
         "processes then wait for each other, which is slower",
         "install CMake 3.29.1 or newer"});
  }
  if (found.module.empty()) {
    problems.push_back(
        {"the build tree does not use this version of ParallelTesting",
         "include(ParallelTesting) and register the tests with "
         "parallel_discover_tests(), then configure again"});
  } else if (found.module != found.tool) {
    problems.push_back(
        {fmt::format("the build tree was configured with ParallelTesting {}, "
                     "and this program is {}",
                     found.module, found.tool),
         "configure again with the module of this program, or run the program "
         "that came with the module"});
  }
  return judged(
      "versions",
      fmt::format("ctest {}, configured by CMake {}, "
                  "ParallelTesting {}",
                  or_unknown(found.ctest), or_unknown(found.configured),
                  or_unknown(found.module)),
      std::move(problems));
}

versions versions_of(const std::string& ctest, const std::string& build) {
  using tools::cached_value;
  return {
      tools::version_of_ctest(ctest),
      fmt::format("{}.{}.{}", cached_value(build, "CMAKE_CACHE_MAJOR_VERSION"),
                  cached_value(build, "CMAKE_CACHE_MINOR_VERSION"),
                  cached_value(build, "CMAKE_CACHE_PATCH_VERSION")),
      module_version(build), PARALLEL_TESTING_VERSION};
}

}  // namespace parallel_testing::verify_command
