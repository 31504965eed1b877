// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/report/matrix.hpp"

#include <algorithm>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/json.hpp"
#include "commands/suggest/words.hpp"

namespace parallel_testing::report_command {
namespace {

using nlohmann::ordered_json;

using row_numbers = std::unordered_map<std::size_t, std::size_t>;

/// The tests that share one of the first `columns` resources, those with the
/// most of them first.
std::vector<std::size_t> rows_of(const known_sharing& given,
                                 std::size_t columns) {
  std::vector<std::size_t> uses(given.of.tests.size());
  for (std::size_t at = 0; at < columns; ++at) {
    for (const std::size_t test :
         suggest_command::tests_of(given.found.shared[at])) {
      ++uses[test];
    }
  }
  std::vector<std::size_t> rows;
  for (std::size_t test = 0; test < uses.size(); ++test) {
    if (uses[test] > 0) {
      rows.push_back(test);
    }
  }
  std::stable_sort(rows.begin(), rows.end(), [&](std::size_t a, std::size_t b) {
    return uses[a] > uses[b];
  });
  return rows;
}

ordered_json role_of(const tools::role& given, const row_numbers& rows) {
  ordered_json tests = ordered_json::array();
  for (const std::size_t each : given.tests) {
    if (const auto found = rows.find(each); found != rows.end()) {
      tests.push_back(found->second);
    }
  }
  return ordered_json::array({given.evidence, given.only_reads ? 1 : 0,
                              given.tests.size(), std::move(tests)});
}

ordered_json resource_of(const known_sharing& given, std::size_t at,
                         const row_numbers& rows) {
  const tools::shared_resource& its = given.found.shared[at];
  ordered_json roles = ordered_json::array();
  for (const tools::role& each : its.roles) {
    roles.push_back(role_of(each, rows));
  }
  ordered_json conflicts = ordered_json::array();
  for (const tools::role_conflict& each : its.conflicts) {
    conflicts.push_back(ordered_json::array(
        {each.first, each.second, suggest_command::to_text(each.rank),
         suggest_command::to_text(each.how), each.evidence}));
  }
  ordered_json remedies = ordered_json::array();
  for (const std::size_t each : suggest_command::remedies_for(given.plan, at)) {
    const tools::suggestion& remedy = given.plan.suggestions[each];
    remedies.push_back(ordered_json::array(
        {suggest_command::remedy_text(remedy), remedy.reason}));
  }
  return ordered_json::array(
      {suggest_command::resource_text(given.of, its),
       suggest_command::to_text(its.kind),
       suggest_command::is_strong(its) ? "strong" : "weak", std::move(roles),
       std::move(conflicts), std::move(remedies)});
}

}  // namespace

ordered_json matrix_of(const known_sharing& given) {
  constexpr std::int64_t ns_per_ms = 1'000'000;
  const std::size_t columns =
      std::min(given.found.shared.size(), most_matrix_resources);
  std::vector<std::size_t> tests = rows_of(given, columns);
  const std::size_t all = tests.size();
  tests.resize(std::min(all, most_matrix_tests));
  row_numbers rows;
  ordered_json names = ordered_json::array();
  for (const std::size_t each : tests) {
    rows[each] = names.size();
    names.push_back(given.of.tests[each].name);
  }
  ordered_json resources = ordered_json::array();
  for (std::size_t at = 0; at < columns; ++at) {
    resources.push_back(resource_of(given, at, rows));
  }
  return {{"start_ms", given.of.start_ns / ns_per_ms},
          {"watched", given.of.tests.size()},
          {"tests", std::move(names)},
          {"resources", std::move(resources)},
          {"more_tests", all - tests.size()},
          {"more_resources", given.found.shared.size() - columns}};
}

}  // namespace parallel_testing::report_command
