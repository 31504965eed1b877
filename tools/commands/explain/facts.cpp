// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/explain/facts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace parallel_testing::explain_command {
namespace {

/// The properties that markers become; the other properties of a test come from
/// the project.
constexpr const char* shown_properties[] = {
    "RUN_SERIAL",
    "RESOURCE_LOCK",
    "RESOURCE_GROUPS",
    "PROCESSORS",
    "TIMEOUT",
    "FIXTURES_REQUIRED",
    "FIXTURES_SETUP",
    "FIXTURES_CLEANUP",
    "DEPENDS",
    "LABELS",
    "COST",
    "DISABLED",
};

/// Rounds numbers: CTest lists a COST of 0.133 as 0.13300000131130219.
std::string value_of(const std::string& name,
                     const std::vector<std::string>& items) {
  const std::string text = fmt::format("{}", fmt::join(items, "; "));
  char* end = nullptr;
  const double cost = std::strtod(text.c_str(), &end);
  const bool is_number = name == "COST" && !text.empty() && *end == '\0';
  constexpr double thousand = 1000;
  return is_number ? fmt::format("{}", std::round(cost * thousand) / thousand)
                   : text;
}

bool shares_item(const std::vector<std::string>& a,
                 const std::vector<std::string>& b) {
  return std::any_of(a.begin(), a.end(), [&](const std::string& item) {
    return std::find(b.begin(), b.end(), item) != b.end();
  });
}

std::vector<std::string> set_up_tests(
    const std::vector<tools::listed_test>& tests,
    const tools::listed_test& test) {
  std::vector<std::string> names;
  for (const tools::listed_test& other : tests) {
    if (shares_item(other.items("FIXTURES_SETUP"),
                    test.items("FIXTURES_REQUIRED"))) {
      names.push_back(other.name);
    }
  }
  return names;
}

std::vector<lock_with_others> locks_with_others(const known_tests& known,
                                                std::size_t place) {
  const lock_finder finder(known.found);
  std::vector<lock_with_others> result;
  const std::vector<held_lock> held = finder.held_by(known.tests[place]);
  for (const held_lock& own : held) {
    result.push_back({own.name, own.mode, {}, 0});
  }
  if (result.empty()) {
    return result;
  }
  for (std::size_t at = 0; at < known.tests.size(); ++at) {
    if (at == place) {
      continue;
    }
    const tools::listed_test& other = known.tests[at];
    for (const held_lock& theirs : finder.held_by(other)) {
      for (std::size_t own = 0; own < held.size(); ++own) {
        if (theirs.name == held[own].name && exclude(theirs, held[own])) {
          lock_with_others& lock = result[own];
          lock.others.push_back(other.name);
          lock.others_ms += known.times.milliseconds_of(other).value_or(0);
        }
      }
    }
  }
  return result;
}

std::string reason_of(const lock_with_others& lock) {
  constexpr double ms_per_second = 1000;
  const std::size_t others = lock.others.size();
  std::string text = fmt::format(
      "the lock {} if one {} holds it{}", lock.name,
      others == 1 ? "other test" : fmt::format("of {} other tests", others),
      lock.mode == tools::hold_mode::shared ? " exclusively" : "");
  if (lock.others_ms > 0) {
    text += fmt::format(", {:.2f} s in total",
                        static_cast<double>(lock.others_ms) / ms_per_second);
  }
  return text;
}

std::vector<std::string> reasons_to_wait(
    const std::vector<tools::listed_test>& tests,
    const tools::listed_test& test,
    const std::vector<lock_with_others>& locks) {
  std::vector<std::string> reasons;
  if (test.is_set("DISABLED")) {
    reasons.emplace_back("it is disabled and never runs");
  }
  if (test.is_set("RUN_SERIAL")) {
    reasons.emplace_back(
        "all running tests must end first, and no test starts while it runs");
  }
  const std::vector<std::string> before = set_up_tests(tests, test);
  if (!before.empty()) {
    reasons.push_back(
        fmt::format("the set-up of its fixtures: {}", fmt::join(before, "; ")));
  }
  // CTest counts the set-up of fixtures as dependencies of a test.
  std::vector<std::string> needed = test.items("DEPENDS");
  std::erase_if(needed, [&](const std::string& name) {
    return std::find(before.begin(), before.end(), name) != before.end();
  });
  if (!needed.empty()) {
    reasons.push_back(fmt::format("the tests that it depends on: {}",
                                  fmt::join(needed, "; ")));
  }
  for (const lock_with_others& lock : locks) {
    if (!lock.others.empty()) {
      reasons.push_back(reason_of(lock));
    }
  }
  if (!test.items("RESOURCE_GROUPS").empty()) {
    reasons.emplace_back("free slots of the capacities in RESOURCE_GROUPS");
  }
  if (!test.items("PROCESSORS").empty() &&
      test.items("PROCESSORS").front() != "1") {
    reasons.push_back(test.items("PROCESSORS").front() +
                      " free slots of the parallel level");
  }
  return reasons;
}

std::vector<past_time> past_times(const std::string& unit,
                                  const std::string& name,
                                  const std::vector<tools::run_result>& runs) {
  std::vector<past_time> past;
  for (const tools::run_result& run : runs) {
    for (const tools::test_result& test : run.tests) {
      if (test.unit == unit && test.name == name) {
        past.push_back({run.run, run.start_ns, test.outcome(),
                        test.decisive().duration_ns, test.waited_ns()});
      }
    }
  }
  return past;
}

}  // namespace

test_facts facts_of(const known_tests& known, std::size_t place) {
  const tools::listed_test& test = known.tests[place];
  test_facts facts;
  facts.name = test.name;
  if (!test.file.empty()) {
    facts.place = fmt::format("{}:{}", test.file, test.line);
  }
  facts.markers = tools::markers_of(test, known.found);
  if (const tools::discovered_unit* unit =
          unit_of(test, tools::discovered_index(known.found))) {
    for (const tools::discovered_case& each : unit->cases) {
      facts.cases.push_back(each.name_in_unit);
    }
  }
  for (const char* name : shown_properties) {
    if (!test.items(name).empty() && test.items(name).front() != "false") {
      facts.properties.push_back({name, value_of(name, test.items(name))});
    }
  }
  facts.locks = locks_with_others(known, place);
  facts.expected_ms = known.times.milliseconds_of(test);
  facts.past = past_times("", test.name, known.runs);
  facts.waits_for = reasons_to_wait(known.tests, test, facts.locks);
  return facts;
}

test_facts facts_of(const known_tests& known, std::size_t place,
                    const tools::case_in_unit& given) {
  test_facts facts = facts_of(known, place);
  facts.unit = facts.name;
  facts.name = given.self->name_in_unit;
  facts.place = given.self->place;
  facts.cases.clear();
  facts.markers = tools::markers_of(given);
  facts.past = past_times(facts.unit, facts.name, known.runs);
  return facts;
}

}  // namespace parallel_testing::explain_command
