// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/verify/command_counts.hpp"

#include <set>
#include <string_view>

namespace parallel_testing::verify_command {
namespace {

/// `@0+344:<path>`, or with `!` behind the length.
bool is_unit(std::string_view argument) {
  return argument.starts_with('@') &&
         argument.find(':') != std::string_view::npos &&
         argument.find_first_not_of("0123456789+!", 1) == argument.find(':');
}

/// What an argument selects: without its flag, and of a unit as
/// unit_selector() has it.
std::string selector_in(std::string_view argument) {
  constexpr std::string_view filter = "--gtest_filter=";
  if (argument.starts_with(filter)) {
    argument.remove_prefix(filter.size());
  }
  if (!is_unit(argument)) {
    return std::string(argument);
  }
  std::string reference(argument.substr(0, argument.find(':')));
  if (reference.ends_with('!')) {
    reference.pop_back();
  }
  return reference + ":" +
         std::string(argument.substr(argument.rfind('/') + 1));
}

}  // namespace

std::size_t command_counts::of(const std::string& program,
                               const std::string& selector) const {
  const auto found = counts_.find(program);
  if (found == counts_.end()) {
    return 0;
  }
  const auto count = found->second.find(selector);
  return count == found->second.end() ? 0 : count->second;
}

std::string unit_selector(const io::discovered_target& target,
                          const io::discovered_unit& unit) {
  return unit.reference + ":" + target.units_file;
}

command_counts count_commands(const std::vector<io::listed_test>& tests) {
  command_counts result;
  for (const io::listed_test& test : tests) {
    std::set<std::string> selectors;
    std::set<std::string> programs;
    for (const std::string& argument : test.command) {
      if (argument.starts_with('/')) {
        programs.insert(argument);
      }
      selectors.insert(selector_in(argument));
    }
    for (const std::string& program : programs) {
      for (const std::string& selector : selectors) {
        result.add(program, selector);
      }
    }
  }
  return result;
}

}  // namespace parallel_testing::verify_command
