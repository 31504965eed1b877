// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/coverage/data/contexts.hpp"

#include <utility>

namespace parallel_testing::coverage_command {
namespace {

constexpr std::size_t bits_of_element = 64;

}  // namespace

test_contexts::test_contexts(std::vector<std::string> tests)
    : tests_(std::move(tests)) {}

void test_contexts::add(std::size_t test, const coverage_table& ran) {
  const std::size_t words =
      (tests_.size() + bits_of_element - 1) / bits_of_element;
  for (const auto& [path, file] : ran) {
    for (const auto& [number, line] : file) {
      if (line.count > 0) {
        bits& tests = lines_[path][number];
        tests.resize(words);
        tests[test / bits_of_element] |= std::uint64_t{1}
                                         << test % bits_of_element;
      }
    }
  }
}

void test_contexts::finish() {
  std::map<bits, std::size_t> known;
  for (auto& [path, lines] : lines_) {
    for (auto& [line, tests] : lines) {
      const auto [place, is_new] =
          known.emplace(std::move(tests), sets_.size());
      if (is_new) {
        sets_.push_back(place->first);
      }
      numbers_[path][line] = place->second;
    }
  }
  lines_.clear();
}

std::vector<std::size_t> test_contexts::tests_of(std::size_t set) const {
  std::vector<std::size_t> result;
  const bits& tests = sets_.at(set);
  for (std::size_t test = 0; test < tests_.size(); ++test) {
    if ((tests[test / bits_of_element] >> test % bits_of_element & 1) != 0) {
      result.push_back(test);
    }
  }
  return result;
}

std::optional<std::size_t> test_contexts::set_of(const std::string& path,
                                                 std::uint32_t line) const {
  const auto file = numbers_.find(path);
  if (file == numbers_.end()) {
    return std::nullopt;
  }
  const auto found = file->second.find(line);
  return found == file->second.end() ? std::nullopt
                                     : std::optional(found->second);
}

}  // namespace parallel_testing::coverage_command
