// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/verify/registration.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <unordered_map>

#include "discovered/framework_listing.hpp"

namespace parallel_testing::verify_command {
namespace {

constexpr const char* again =
    "build the target again, so that its cases are discovered again";

/// Counts by program and selector.
class command_counts {
 public:
  void add(const std::string& program, const std::string& selector) {
    ++counts_[program][selector];
  }

  [[nodiscard]] std::size_t of(const std::string& program,
                               const std::string& selector) const {
    const auto found = counts_.find(program);
    if (found == counts_.end()) {
      return 0;
    }
    const auto count = found->second.find(selector);
    return count == found->second.end() ? 0 : count->second;
  }

 private:
  std::unordered_map<std::string, std::unordered_map<std::string, std::size_t>>
      counts_;
};

/// The number of tests with a program and a selector in their command.
command_counts count_commands(const std::vector<tools::listed_test>& tests) {
  command_counts result;
  for (const tools::listed_test& test : tests) {
    std::set<std::string> selectors;
    std::set<std::string> programs;
    for (const std::string& argument : test.command) {
      if (argument.starts_with('/')) {
        programs.insert(argument);
      }
      selectors.insert(tools::selector_in(argument));
    }
    for (const std::string& program : programs) {
      for (const std::string& selector : selectors) {
        result.add(program, selector);
      }
    }
  }
  return result;
}

/// The number of calls of parallel_discover_tests() that register it.
command_counts count_calls(const std::vector<listed_target>& targets) {
  command_counts result;
  for (const listed_target& each : targets) {
    for (const tools::discovered_case& one : single_cases(each.target)) {
      result.add(each.target.executable, one.selector);
    }
    for (const tools::discovered_unit& unit : each.target.units) {
      result.add(each.target.executable,
                 tools::unit_selector(each.target, unit));
    }
  }
  return result;
}

std::vector<tools::discovered_case> all_cases(
    const tools::discovered_target& target) {
  std::vector<tools::discovered_case> cases = single_cases(target);
  for (const tools::discovered_unit& unit : target.units) {
    cases.insert(cases.end(), unit.cases.begin(), unit.cases.end());
  }
  return cases;
}

/// The names in `all` that are not in `others`. Both must be sorted.
std::vector<std::string> missing_in(const std::vector<std::string>& others,
                                    const std::vector<std::string>& all) {
  std::vector<std::string> result;
  std::set_difference(all.begin(), all.end(), others.begin(), others.end(),
                      std::back_inserter(result));
  return result;
}

/// `'a', 'b', 'c' and 17 more`.
std::string some_of(const std::vector<std::string>& names) {
  constexpr std::size_t most = 3;
  std::string text;
  for (std::size_t at = 0; at < std::min(most, names.size()); ++at) {
    text += (at == 0 ? "'" : ", '") + names[at] + "'";
  }
  return names.size() <= most
             ? text
             : text + fmt::format(" and {} more", names.size() - most);
}

void compare_listing(const listed_target& each, std::vector<problem>& into) {
  const tools::discovered_target& target = each.target;
  if (!each.listed) {
    into.push_back(
        {fmt::format("{}: '{}' does not list its cases", target.call,
                     target.executable),
         fmt::format("build it, and run it with the listing option of its "
                     "framework; a DISCOVERY_TIMEOUT above {} s gives it more "
                     "time",
                     target.listing.time_limit_s)});
    return;
  }
  std::vector<std::string> listed = *each.listed;
  std::vector<std::string> registered;
  bool are_confused = false;
  const framework_row* const row =
      tools::framework_named(target.listing.framework);
  for (const tools::discovered_case& one : all_cases(target)) {
    registered.insert(
        registered.end(), one.count,
        row == nullptr ? one.name
                       : row->rules().name_in_listing(one.name, one.selector));
    are_confused = are_confused || one.count > 1;
  }
  if (are_confused && row != nullptr) {
    for (std::vector<std::string>* names : {&listed, &registered}) {
      for (std::string& name : *names) {
        name = row->rules().as_compared(std::move(name));
      }
    }
  }
  std::sort(listed.begin(), listed.end());
  std::sort(registered.begin(), registered.end());
  if (const auto lost = missing_in(registered, listed); !lost.empty()) {
    into.push_back(
        {fmt::format("{}: the program has {}, but no test runs {}", target.call,
                     some_of(lost), lost.size() == 1 ? "it" : "them"),
         again});
  }
  if (const auto gone = missing_in(listed, registered); !gone.empty()) {
    into.push_back({fmt::format("{}: {} {} registered, but the program has no "
                                "such case",
                                target.call, some_of(gone),
                                gone.size() == 1 ? "is" : "are"),
                    again});
  }
}

void compare_counts(const tools::discovered_target& target,
                    const command_counts& tests, const command_counts& calls,
                    std::vector<problem>& into) {
  std::vector<std::string> none;
  std::vector<std::string> several;
  const auto compare = [&](const std::string& name,
                           const std::string& selector) {
    const std::size_t count = tests.of(target.executable, selector);
    if (count == 0) {
      none.push_back(name);
    } else if (count > calls.of(target.executable, selector)) {
      several.push_back(name);
    }
  };
  for (const tools::discovered_case& one : single_cases(target)) {
    compare(one.name, one.selector);
  }
  for (const tools::discovered_unit& unit : target.units) {
    for (const tools::discovered_case& one : unit.cases) {
      compare(one.name, tools::unit_selector(target, unit));
    }
  }
  if (!none.empty()) {
    into.push_back(
        {fmt::format("{}: no CTest test runs {}", target.call, some_of(none)),
         again});
  }
  if (!several.empty()) {
    into.push_back({fmt::format("{}: more than one CTest test runs {}",
                                target.call, some_of(several)),
                    "remove the add_test() or gtest_discover_tests() that "
                    "registers them a second time"});
  }
}

void check_selection(const listed_target& each, std::vector<problem>& into) {
  if (each.selects_one && !*each.selects_one) {
    into.push_back(
        {fmt::format(
             "{}: '{}' runs other cases than the one that was requested",
             each.target.call, each.target.executable),
         "let main() pass its arguments to the framework, or link "
         "ParallelTesting's main"});
  }
}

void find_equal_names(const std::vector<tools::listed_test>& tests,
                      std::vector<problem>& into) {
  std::map<std::string, std::size_t> counts;
  for (const tools::listed_test& test : tests) {
    ++counts[test.name];
  }
  std::vector<std::string> equal;
  for (const auto& [name, count] : counts) {
    if (count > 1) {
      equal.push_back(name);
    }
  }
  if (!equal.empty()) {
    into.push_back({"several tests have the name " + some_of(equal),
                    "give one of the calls a TEST_PREFIX or TEST_SUFFIX"});
  }
}

}  // namespace

std::vector<tools::discovered_case> single_cases(
    const tools::discovered_target& target) {
  std::vector<tools::discovered_case> cases = target.cases;
  std::erase_if(cases, [&](const tools::discovered_case& one) {
    return std::any_of(target.units.begin(), target.units.end(),
                       [&](const tools::discovered_unit& unit) {
                         return one.selector == unit.reference ||
                                one.selector == unit.reference + "!";
                       });
  });
  return cases;
}

check judge_registration(const std::vector<tools::listed_test>& tests,
                         const std::vector<listed_target>& targets) {
  const command_counts of_tests = count_commands(tests);
  const command_counts of_calls = count_calls(targets);
  std::vector<problem> problems;
  std::size_t cases = 0;
  std::size_t unseen = 0;
  find_equal_names(tests, problems);
  for (const listed_target& each : targets) {
    cases += all_cases(each.target).size();
    if (!each.target.listing.needs_emulator) {
      compare_listing(each, problems);
      check_selection(each, problems);
    } else {
      ++unseen;
    }
    compare_counts(each.target, of_tests, of_calls, problems);
  }
  std::string summary =
      fmt::format("{} tests, {} cases of {} calls of parallel_discover_tests()",
                  tests.size(), cases, targets.size());
  if (unseen > 0) {
    summary += fmt::format(
        "; {} not listed again, because they need an emulator", unseen);
  }
  return judged("registration", std::move(summary), std::move(problems));
}

}  // namespace parallel_testing::verify_command
