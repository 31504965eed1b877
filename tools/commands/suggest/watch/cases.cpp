// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/suggest/watch/cases.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

#include "base/whole_file.hpp"
#include "discovered/framework_listing.hpp"
#include "lib/src/frameworks/framework_rules.hpp"

namespace parallel_testing::suggest_command {
namespace {

/// Properties that judge the whole output or the end of a test, or for which it
/// must run once.
constexpr std::array whole_properties{
    "WILL_FAIL",
    "PASS_REGULAR_EXPRESSION",
    "FAIL_REGULAR_EXPRESSION",
    "SKIP_REGULAR_EXPRESSION",
    "FIXTURES_SETUP",
    "FIXTURES_CLEANUP",
};

tools::discovered_target asked_program(const tools::listed_test& test,
                                       const framework_row& framework) {
  tools::discovered_target target;
  target.executable = test.command.front();
  tools::listing_facts& facts = target.listing;
  facts.framework = framework.name;
  const std::vector<std::string>& directory = test.items("WORKING_DIRECTORY");
  facts.directory = directory.empty() ? "." : directory.front();
  facts.arguments.assign(test.command.begin() + 1, test.command.end());
  facts.environment = test.items("ENVIRONMENT");
  facts.environment_changes = test.items("ENVIRONMENT_MODIFICATION");
  facts.only_default = true;
  target.has_adapter = false;
  return target;
}

bool is_registered(const tools::listed_test& test,
                   const tools::discovery& known) {
  return std::any_of(known.targets.begin(), known.targets.end(),
                     [&](const tools::discovered_target& each) {
                       return each.executable == test.command.front();
                     });
}

}  // namespace

std::string reason_to_stay_whole(const tools::listed_test& test,
                                 const std::vector<tools::listed_test>& all,
                                 const framework_row& framework) {
  if (test.command.empty()) {
    return "it has no command";
  }
  const framework_rules& rules = framework.rules();
  const auto selecting = std::find_if(
      test.command.begin() + 1, test.command.end(),
      [&](const std::string& each) { return rules.may_select(each); });
  if (selecting != test.command.end()) {
    return fmt::format("its argument '{}' may select cases", *selecting);
  }
  for (const char* property : whole_properties) {
    if (!test.items(property).empty()) {
      return fmt::format("its property {} is about the whole program",
                         property);
    }
  }
  for (const tools::listed_test& each : all) {
    const auto& names = each.items("DEPENDS");
    if (std::find(names.begin(), names.end(), test.name) != names.end()) {
      return fmt::format("the test '{}' runs after it (DEPENDS)", each.name);
    }
  }
  return "";
}

listed_cases ask_program(const tools::listed_test& test,
                         const framework_row& framework,
                         const std::string& cmake) {
  return tools::ask_for_cases(asked_program(test, framework), cmake);
}

std::vector<program_case> cases_to_run(const framework_row& framework,
                                       const std::vector<std::string>& listed) {
  std::vector<program_case> cases;
  std::set<std::string> known;
  for (const std::string& each : listed) {
    std::string argument = framework.rules().argument_for(each);
    if (known.insert(argument).second) {
      cases.push_back({each, std::move(argument), std::string(framework.name)});
    }
  }
  return cases.size() > 1 ? cases : std::vector<program_case>{};
}

std::vector<std::vector<program_case>> list_cases(
    const std::vector<tools::listed_test>& tests,
    const std::vector<std::size_t>& selected, const tools::discovery& known,
    const std::string& cmake,
    const std::function<void(const std::string&)>& report) {
  std::vector<std::vector<program_case>> cases(tests.size());
  std::map<std::string, const framework_row*> frameworks;
  for (const std::size_t at : selected) {
    const tools::listed_test& test = tests[at];
    if (test.command.empty() || is_registered(test, known)) {
      continue;
    }
    const std::string& program = test.command.front();
    auto found = frameworks.find(program);
    if (found == frameworks.end()) {
      found = frameworks
                  .emplace(program, tools::framework_in(
                                        tools::read_file(program).value_or("")))
                  .first;
    }
    const framework_row* const framework = found->second;
    if (framework == nullptr ||
        !reason_to_stay_whole(test, tests, *framework).empty()) {
      continue;
    }
    const listed_cases listed = ask_program(test, *framework, cmake);
    if (!listed) {
      report(
          fmt::format("{} is watched as a whole, because {} does not list "
                      "its cases",
                      test.name, program));
      continue;
    }
    cases[at] = cases_to_run(*framework, *listed);
  }
  return cases;
}

}  // namespace parallel_testing::suggest_command
