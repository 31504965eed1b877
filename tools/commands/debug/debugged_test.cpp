// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/debug/debugged_test.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/whole_file.hpp"
#include "cli/command.hpp"
#include "ctest/failed_tests.hpp"
#include "discovered/named_test.hpp"

namespace parallel_testing::debug_command {

std::vector<std::string> with_selector(std::vector<std::string> arguments,
                                       const std::string& reference,
                                       const std::string& selector) {
  for (std::string& each : arguments) {
    const std::size_t at = each.find(reference + ":");
    const bool is_whole = at == 0;
    const bool has_flag = at != std::string::npos && each.starts_with("--") &&
                          at > 0 && each[at - 1] == '=';
    if (is_whole || has_flag) {
      each.replace(at, std::string::npos, selector);
      break;
    }
  }
  return arguments;
}

debugged_test find_debugged_test(const std::string& name,
                                 const std::vector<tools::listed_test>& tests,
                                 const std::string& build,
                                 const std::string& configuration) {
  const tools::discovery known = tools::read_discovery(build, configuration);
  const tools::named_test named = tools::find_named_test(name, tests, known);
  debugged_test found;
  found.listed = tests.at(named.place);
  found.number = named.place + 1;
  found.same_named = static_cast<std::size_t>(
      1 +
      std::count_if(tests.begin(),
                    tests.begin() + static_cast<std::ptrdiff_t>(named.place),
                    [&](const tools::listed_test& each) {
                      return each.name == found.listed.name;
                    }));
  found.command = found.listed.command;
  if (found.command.empty()) {
    throw cli::failure(
        cli::exit_environment,
        fmt::format("the program of '{}' does not exist; build it, or choose "
                    "one of several configurations: -C Debug",
                    found.listed.name));
  }
  if (named.self.self != nullptr) {
    found.self = named.self.self->name;
    found.command = with_selector(found.command, named.self.unit->reference,
                                  named.self.self->selector);
  }
  const std::vector<std::string>& directory =
      found.listed.items("WORKING_DIRECTORY");
  found.directory = directory.empty() ? build : directory.front();
  return found;
}

std::string last_failed(const std::string& build, std::size_t& others) {
  const std::string file = tools::failed_tests_file(build);
  const std::vector<tools::numbered_test> failed =
      tools::parse_failed_tests(tools::read_file(file).value_or(""));
  if (failed.empty()) {
    throw cli::failure(cli::exit_no_tests,
                       fmt::format("no test of the last run failed; '{}' is "
                                   "missing or empty",
                                   file));
  }
  others = failed.size() - 1;
  return failed.back().second;
}

}  // namespace parallel_testing::debug_command
