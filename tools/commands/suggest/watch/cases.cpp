// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/suggest/watch/cases.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "base/whole_file.hpp"
#include "discovered/framework_listing.hpp"

namespace parallel_testing::suggest_command {
namespace {

constexpr std::string_view googletest = "googletest";
constexpr std::string_view catch2 = "catch2";

/// What a program contains that links a framework: an option in its help, or
/// the name of a function in a shared library.
struct framework_mark {
  std::string_view framework;
  std::string_view text;
};
constexpr std::array marks{
    framework_mark{googletest, "gtest_list_tests"},
    framework_mark{googletest, "_ZN7testing8internal"},
    framework_mark{catch2, "--list-test-names-only"},
    framework_mark{catch2, "--list-reporters"},
    framework_mark{catch2, "_ZN5Catch7Session"},
};

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

bool is_disabled(const std::string& name) {
  return name.starts_with("DISABLED_") ||
         name.find(".DISABLED_") != std::string::npos ||
         name.find("/DISABLED_") != std::string::npos;
}

tools::discovered_target asked_program(const tools::listed_test& test,
                                       std::string_view framework) {
  tools::discovered_target target;
  target.executable = test.command.front();
  tools::listing_facts& facts = target.listing;
  facts.framework = framework;
  const std::vector<std::string>& directory = test.items("WORKING_DIRECTORY");
  facts.directory = directory.empty() ? "." : directory.front();
  facts.arguments.assign(test.command.begin() + 1, test.command.end());
  facts.environment = test.items("ENVIRONMENT");
  facts.environment_changes = test.items("ENVIRONMENT_MODIFICATION");
  if (framework == catch2) {
    facts.spec = {"~[.]"};
  }
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

std::string_view framework_in(std::string_view program) {
  const auto found =
      std::find_if(marks.begin(), marks.end(), [&](const framework_mark& each) {
        return program.find(each.text) != std::string_view::npos;
      });
  constexpr std::string_view elf = "\177ELF";
  return found == marks.end() || !program.starts_with(elf) ? ""
                                                           : found->framework;
}

std::string reason_to_stay_whole(const tools::listed_test& test,
                                 const std::vector<tools::listed_test>& all) {
  if (test.command.empty()) {
    return "it has no command";
  }
  const auto selecting = std::find_if(
      test.command.begin() + 1, test.command.end(),
      [](const std::string& each) {
        return !each.starts_with('-') || each.starts_with("--gtest_filter") ||
               each.starts_with("--gtest_repeat") ||
               each.starts_with("--gtest_also_run_disabled_tests");
      });
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

bool may_split(const tools::listed_test& test,
               const std::vector<tools::listed_test>& all) {
  return reason_to_stay_whole(test, all).empty();
}

std::optional<std::vector<std::string>> ask_program(
    const tools::listed_test& test, std::string_view framework,
    const std::string& cmake) {
  return tools::ask_for_cases(asked_program(test, framework), cmake);
}

std::vector<program_case> cases_to_run(std::string_view framework,
                                       const std::vector<std::string>& listed) {
  std::vector<program_case> cases;
  for (const std::string& each : listed) {
    if (framework == catch2) {
      cases.push_back({each, tools::catch2_spec_of(each)});
    } else if (!is_disabled(each)) {
      cases.push_back({each, "--gtest_filter=" + each});
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
  std::map<std::string, std::string_view> frameworks;
  for (const std::size_t at : selected) {
    const tools::listed_test& test = tests[at];
    if (!may_split(test, tests) || is_registered(test, known)) {
      continue;
    }
    const std::string& program = test.command.front();
    auto found = frameworks.find(program);
    if (found == frameworks.end()) {
      found = frameworks
                  .emplace(program,
                           framework_in(tools::read_file(program).value_or("")))
                  .first;
    }
    if (found->second.empty()) {
      continue;
    }
    const std::optional<std::vector<std::string>> listed =
        ask_program(test, found->second, cmake);
    if (!listed) {
      report(
          fmt::format("{} is watched as a whole, because {} does not list "
                      "its cases",
                      test.name, program));
      continue;
    }
    cases[at] = cases_to_run(found->second, *listed);
  }
  return cases;
}

}  // namespace parallel_testing::suggest_command
