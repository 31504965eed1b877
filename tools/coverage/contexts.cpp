// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "coverage/contexts.hpp"

#include <utility>

namespace parallel_testing::coverage_command {
namespace {

constexpr std::size_t bits_of_word = 64;

}  // namespace

test_contexts::test_contexts(std::vector<std::string> tests)
    : tests_(std::move(tests)) {}

void test_contexts::add(std::size_t test, const coverage_table& ran) {
  const std::size_t words = (tests_.size() + bits_of_word - 1) / bits_of_word;
  for (const auto& [path, file] : ran) {
    for (const auto& [number, line] : file) {
      if (line.count > 0) {
        bits& tests = lines_[path][number];
        tests.resize(words);
        tests[test / bits_of_word] |= std::uint64_t{1} << test % bits_of_word;
      }
    }
  }
}

std::vector<std::size_t> test_contexts::of(const std::string& path,
                                           std::uint32_t line) const {
  std::vector<std::size_t> result;
  const auto file = lines_.find(path);
  if (file == lines_.end()) {
    return result;
  }
  const auto found = file->second.find(line);
  if (found == file->second.end()) {
    return result;
  }
  for (std::size_t test = 0; test < tests_.size(); ++test) {
    if ((found->second[test / bits_of_word] >> test % bits_of_word & 1) != 0) {
      result.push_back(test);
    }
  }
  return result;
}

}  // namespace parallel_testing::coverage_command
