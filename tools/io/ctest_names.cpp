// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "io/ctest_names.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace parallel_testing::io {
namespace {

/// What stands before a selector of GoogleTest, and before the name that the
/// launcher is given.
constexpr std::string_view flags[] = {"--gtest_filter=", "--name="};

std::string_view file_name(std::string_view path) {
  return path.substr(path.rfind('/') + 1);
}

bool runs(const listed_test& test, std::string_view executable) {
  return std::any_of(test.command.begin(), test.command.end(),
                     [&](const std::string& argument) {
                       return file_name(argument) == file_name(executable);
                     });
}

/// The argument without its flag; empty for other options.
std::string selector_in(const std::string& argument) {
  for (const std::string_view flag : flags) {
    if (argument.starts_with(flag)) {
      return argument.substr(flag.size());
    }
  }
  return argument.starts_with("--") ? "" : argument;
}

bool names(const listed_test& test, const std::string& executable) {
  return std::find(test.command.begin(), test.command.end(), executable) !=
         test.command.end();
}

}  // namespace

ctest_names::ctest_names(const std::vector<listed_test>& tests)
    : tests_(tests) {
  for (std::size_t at = 0; at < tests.size(); ++at) {
    by_name_.emplace(tests[at].name, at);
    for (const std::string& argument : tests[at].command) {
      if (std::string selector = selector_in(argument); !selector.empty()) {
        by_argument_.emplace(std::move(selector), at);
      }
    }
  }
}

std::vector<std::size_t> ctest_names::find(const process_start& begun) const {
  std::vector<std::size_t> found;
  const auto [first, last] = by_name_.equal_range(begun.ctest_test);
  for (auto each = first; each != last; ++each) {
    found.push_back(each->second);
  }
  std::sort(found.begin(), found.end());
  return found.empty() ? find_command(begun) : found;
}

std::vector<std::size_t> ctest_names::find_command(
    const process_start& begun) const {
  const std::string& executable = begun.executable;
  const std::string& selector = begun.selector;
  const std::string& test = begun.test;
  std::vector<std::size_t> found;
  // A launched program has a name instead; one that runs all its cases is
  // known by its path.
  const std::string& known = !selector.empty() ? selector
                             : !test.empty()   ? test
                                               : executable;
  const auto [first, last] = by_argument_.equal_range(known);
  for (auto each = first; each != last; ++each) {
    if (runs(tests_[each->second], executable)) {
      found.push_back(each->second);
    }
  }
  // Of a launched command CTest shows the command itself.
  if (found.empty() && selector.empty() && !test.empty()) {
    const auto [named, end] = by_name_.equal_range(test);
    for (auto each = named; each != end; ++each) {
      if (runs(tests_[each->second], executable)) {
        found.push_back(each->second);
      }
    }
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  std::stable_partition(found.begin(), found.end(), [&](std::size_t at) {
    return names(tests_[at], executable);
  });
  return found;
}

}  // namespace parallel_testing::io
