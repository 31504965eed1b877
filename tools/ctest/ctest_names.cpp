// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "ctest/ctest_names.hpp"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "lib/src/base/frameworks.hpp"
#include "lib/src/base/secrets.hpp"

namespace parallel_testing::tools {
namespace {

/// Before the name that the launcher gets.
constexpr std::string_view name_flag = "--name=";

std::string_view program_name(std::string_view path) {
  return path.substr(path.rfind('/') + 1);
}

using command_words = std::vector<std::string>;

bool runs(const command_words& command, std::string_view executable) {
  return std::any_of(
      command.begin(), command.end(), [&](const std::string& argument) {
        return program_name(argument) == program_name(executable);
      });
}

/// What selects a test; empty for other options.
std::string without_flag(const std::string& argument) {
  if (argument.starts_with(name_flag)) {
    return argument.substr(name_flag.size());
  }
  const std::string_view selector = without_selecting_option(argument);
  if (selector.size() != argument.size()) {
    return std::string(selector);
  }
  return argument.starts_with("--") ? "" : argument;
}

/// A key for a program, whatever its path, and its arguments.
std::string command_key(std::string_view program,
                        command_words::const_iterator first,
                        command_words::const_iterator last) {
  std::string key(program_name(program));
  for (; first != last; ++first) {
    key.append(1, '\0').append(*first);
  }
  return key;
}

/// The number of words in the command of a test if all are also in the command
/// of the process; nothing otherwise.
std::optional<std::size_t> likeness(const command_words& listed,
                                    const command_words& given) {
  const bool has_all =
      std::all_of(listed.begin(), listed.end(), [&](const std::string& word) {
        return std::find(given.begin(), given.end(), word) != given.end();
      });
  return has_all ? std::optional(listed.size()) : std::nullopt;
}

bool names(const command_words& command, const std::string& executable) {
  return std::find(command.begin(), command.end(), executable) != command.end();
}

}  // namespace

ctest_names::ctest_names(const std::vector<listed_test>& tests) {
  for (std::size_t at = 0; at < tests.size(); ++at) {
    by_name_.emplace(tests[at].name, at);
    command_words command = tests[at].command;
    // The event log has them without passwords.
    for (std::string& word : command) {
      word = without_passwords(word);
    }
    for (auto each = command.cbegin(); each != command.cend(); ++each) {
      if (std::string selector = without_flag(*each); !selector.empty()) {
        by_argument_.emplace(std::move(selector), at);
      }
      if (each->starts_with('/')) {
        by_command_.emplace(command_key(*each, each + 1, command.end()), at);
      }
    }
    commands_.push_back(std::move(command));
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

/// Skips words before the program: the interpreter of a script is not in the
/// command of CTest.
std::vector<std::size_t> ctest_names::find_exactly(
    const command_words& command) const {
  std::vector<std::size_t> found;
  for (auto each = command.begin(); each != command.end() && found.empty();
       ++each) {
    const auto [first, last] =
        by_command_.equal_range(command_key(*each, each + 1, command.end()));
    for (auto one = first; one != last; ++one) {
      found.push_back(one->second);
    }
  }
  return found;
}

/// The tests among these whose commands share most words with that of the
/// process. A program in front of it may have added arguments and removed
/// itself.
std::vector<std::size_t> ctest_names::most_alike(
    const std::vector<std::size_t>& among, const process_start& begun) const {
  std::vector<std::size_t> best;
  std::size_t most = 0;
  for (const std::size_t at : among) {
    const command_words& listed = commands_[at];
    const auto program = std::find_if(
        listed.begin(), listed.end(), [&](const std::string& each) {
          return program_name(each) == program_name(begun.executable);
        });
    // Without a program in front, the commands would be equal.
    if (program == listed.begin()) {
      continue;
    }
    const auto count = likeness({program, listed.end()}, begun.command);
    if (!count || *count < most) {
      continue;
    }
    if (*count > most) {
      best.clear();
    }
    most = *count;
    best.push_back(at);
  }
  return best;
}

std::vector<std::size_t> ctest_names::find_command(
    const process_start& begun) const {
  const std::string& executable = begun.executable;
  const std::string& selector = begun.selector;
  const std::string& test = begun.test;
  std::vector<std::size_t> found = find_exactly(begun.command);
  const bool is_exact = !found.empty();
  const auto add_all = [&](const std::string& argument) {
    const auto [first, last] = by_argument_.equal_range(argument);
    for (auto each = first; each != last; ++each) {
      if (runs(commands_[each->second], executable)) {
        found.push_back(each->second);
      }
    }
  };
  if (!is_exact) {
    // A launched program has a name instead of a selector; one that runs all
    // its cases has only its path.
    add_all(!selector.empty() ? selector : !test.empty() ? test : executable);
    for (std::size_t at = 1; at < begun.command.size(); ++at) {
      add_all(begun.command[at]);
    }
  }
  if (!is_exact && !begun.command.empty()) {
    const bool is_known = !found.empty();
    if (!is_known) {
      add_all(executable);
    }
    std::vector<std::size_t> alike = most_alike(found, begun);
    if (!is_known || !alike.empty()) {
      found = std::move(alike);
    }
  }
  // For a launched command, CTest lists the command itself.
  if (found.empty() && selector.empty() && !test.empty()) {
    const auto [named, end] = by_name_.equal_range(test);
    for (auto each = named; each != end; ++each) {
      if (runs(commands_[each->second], executable)) {
        found.push_back(each->second);
      }
    }
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  std::stable_partition(found.begin(), found.end(), [&](std::size_t at) {
    return names(commands_[at], executable);
  });
  return found;
}

}  // namespace parallel_testing::tools
