// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/suggest/watch/planning.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace parallel_testing::suggest_command {
namespace {

bool has_private_directory(const tools::listed_test& test) {
  const std::vector<std::string>& items = test.items("ENVIRONMENT");
  return std::any_of(items.begin(), items.end(), [](const std::string& each) {
    return each.starts_with("PARALLEL_TESTING_PRIVATE_DIRECTORY=");
  });
}

bool is_same(const tools::listed_test& one, const tools::listed_test& other) {
  return one.name == other.name && one.command == other.command &&
         one.file == other.file && one.line == other.line &&
         one.items("WORKING_DIRECTORY") == other.items("WORKING_DIRECTORY");
}

/// `orders_test` in `parallel_discover_tests(orders_test)`.
std::string target_in(const std::string& call) {
  const std::size_t start = call.find('(') + 1;
  return call.substr(start, call.rfind(')') - start);
}

/// The names of the cases of a target that a test runs.
std::vector<std::string> cases_of(const tools::listed_test& test,
                                  const tools::discovered_target& target,
                                  const tools::discovered_index& known) {
  const std::vector<std::string> selectors = tools::selectors_in(test);
  std::vector<std::string> names;
  for (const tools::discovered_case* each : known.cases_of(target, selectors)) {
    names.push_back(each->name);
  }
  if (const tools::discovered_unit* unit = known.unit_of(target, selectors)) {
    for (const tools::discovered_case& each : unit->cases) {
      names.push_back(each.name);
    }
  }
  return names;
}

}  // namespace

std::vector<planned_test> plan_tests(
    const std::vector<tools::listed_test>& tests,
    const std::vector<std::vector<program_case>>& cases,
    const std::string& records) {
  std::vector<planned_test> plan;
  plan.reserve(tests.size());
  for (std::size_t at = 0; at < tests.size(); ++at) {
    const tools::listed_test& test = tests[at];
    planned_test& planned = plan.emplace_back();
    planned.name = test.name;
    planned.program = test.command.empty() ? "" : test.command.front();
    planned.has_cost = !test.items("COST").empty();
    const std::string record = fmt::format("{}/{}", records, at + 1);
    if (at >= cases.size() || cases[at].empty()) {
      planned.starts.push_back({test.name, record + ".ndjson"});
      continue;
    }
    for (std::size_t place = 0; place < cases[at].size(); ++place) {
      const program_case& each = cases[at][place];
      planned.starts.push_back({fmt::format("{}/{}", test.name, each.name),
                                fmt::format("{}-{}.ndjson", record, place + 1),
                                each.argument, each.name, each.framework});
    }
  }
  return plan;
}

void separate_directories(std::vector<planned_test>& plan,
                          const std::vector<tools::listed_test>& tests) {
  for (std::size_t at = 0; at < plan.size(); ++at) {
    const std::vector<std::string>& directory =
        tests[at].items("WORKING_DIRECTORY");
    if (!has_private_directory(tests[at]) && !directory.empty()) {
      plan[at].lock = "working directory " + directory.front();
    }
  }
}

std::vector<numbered_start> starts_of(const std::vector<planned_test>& plan) {
  std::vector<numbered_start> starts;
  for (std::size_t test = 0; test < plan.size(); ++test) {
    for (std::size_t at = 0; at < plan[test].starts.size(); ++at) {
      starts.push_back({test, at});
    }
  }
  return starts;
}

std::vector<std::size_t> places_of(const std::vector<tools::listed_test>& some,
                                   const std::vector<tools::listed_test>& all) {
  std::vector<std::size_t> places;
  std::size_t at = 0;
  for (const tools::listed_test& each : some) {
    while (at < all.size() && !is_same(each, all[at])) {
      ++at;
    }
    if (at == all.size()) {
      break;
    }
    places.push_back(at++);
  }
  return places;
}

tools::watched_test describe(const tools::listed_test& test,
                             const tools::discovered_index& known) {
  tools::watched_test result;
  result.name = test.name;
  result.ctest_name = test.name;
  result.executable = test.command.empty() ? "" : test.command.front();
  result.file = test.file;
  result.line = test.line;
  result.locks = test.items("RESOURCE_LOCK");
  result.depends = test.items("DEPENDS");
  result.fixtures_setup = test.items("FIXTURES_SETUP");
  result.fixtures_cleanup = test.items("FIXTURES_CLEANUP");
  result.fixtures_required = test.items("FIXTURES_REQUIRED");
  result.runs_serial = test.is_set("RUN_SERIAL");
  result.has_private_directory = has_private_directory(test);
  for (const tools::marker_source& each : tools::markers_of(test, known)) {
    if (std::find(result.markers.begin(), result.markers.end(), each.marker) ==
        result.markers.end()) {
      result.markers.push_back(each.marker);
    }
  }
  if (const tools::discovered_target* target =
          known.target_of(result.executable)) {
    result.target = target_in(target->call);
    result.framework = target->listing.framework;
    result.cases = cases_of(test, *target, known);
  }
  return result;
}

}  // namespace parallel_testing::suggest_command
