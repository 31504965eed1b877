// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "io/ctest_names.hpp"

#include <algorithm>
#include <string_view>

namespace parallel_testing::io {
namespace {

constexpr std::string_view filter_flag = "--gtest_filter=";

std::string_view file_name(std::string_view path) {
  return path.substr(path.rfind('/') + 1);
}

bool runs(const listed_test& test, std::string_view executable) {
  return std::any_of(test.command.begin(), test.command.end(),
                     [&](const std::string& argument) {
                       return file_name(argument) == file_name(executable);
                     });
}

bool names(const listed_test& test, const std::string& executable) {
  return std::find(test.command.begin(), test.command.end(), executable) !=
         test.command.end();
}

}  // namespace

ctest_names::ctest_names(const std::vector<listed_test>& tests)
    : tests_(tests) {
  for (std::size_t at = 0; at < tests.size(); ++at) {
    for (const std::string& argument : tests[at].command) {
      const bool is_filter = argument.starts_with(filter_flag);
      if (!is_filter && argument.starts_with("--")) {
        continue;
      }
      by_argument_.emplace(
          is_filter ? argument.substr(filter_flag.size()) : argument, at);
    }
  }
}

std::vector<std::size_t> ctest_names::find(const std::string& executable,
                                           const std::string& selector) const {
  std::vector<std::size_t> found;
  // A program that runs all its cases has no selector: its path is its own.
  const auto [first, last] =
      by_argument_.equal_range(selector.empty() ? executable : selector);
  for (auto each = first; each != last; ++each) {
    if (runs(tests_[each->second], executable)) {
      found.push_back(each->second);
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
