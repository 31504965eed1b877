// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/suggest/json.hpp"

#include <algorithm>
#include <utility>

#include "base/json.hpp"
#include "commands/suggest/words.hpp"

namespace parallel_testing::suggest_command {
namespace {

using nlohmann::ordered_json;

ordered_json names_of(const tools::observation& of,
                      const std::vector<std::size_t>& tests) {
  ordered_json names = ordered_json::array();
  for (const std::size_t each : tests) {
    names.push_back(of.tests[each].name);
  }
  return names;
}

ordered_json json_of(const tools::watched_test& test) {
  return {{"name", test.name},
          {"test", test.ctest_name},
          {"selection", test.selection},
          {"target", test.target},
          {"framework", test.framework},
          {"outcome", tools::to_text(test.outcome)},
          {"message", test.message},
          {"duration_ns", test.duration_ns},
          {"complete", test.record.is_complete()}};
}

ordered_json json_of(const tools::observation& of, const tools::role& given) {
  ordered_json uses = ordered_json::array();
  for (const observed::use each : given.uses) {
    uses.push_back(events::to_text(each));
  }
  return {{"uses", std::move(uses)},
          {"only_reads", given.only_reads},
          {"evidence", given.evidence},
          {"tests", names_of(of, given.tests)}};
}

ordered_json json_of(const tools::role_conflict& given) {
  return {{"roles", ordered_json::array({given.first, given.second})},
          {"relation", to_text(given.how)},
          {"strength", to_text(given.rank)},
          {"evidence", given.evidence}};
}

ordered_json json_of(const tools::observation& of,
                     const resource_pairs& given) {
  ordered_json listed = ordered_json::array();
  for (const tools::conflict_pair& each : given.listed) {
    listed.push_back({{"tests", names_of(of, {each.first, each.second})},
                      {"relation", to_text(each.how)},
                      {"strength", to_text(each.rank)},
                      {"conflict", each.conflict}});
  }
  return {{"strong", given.strong},
          {"weak", given.weak},
          {"omitted", given.strong + given.weak - given.listed.size()},
          {"listed", std::move(listed)}};
}

ordered_json json_of(const report& given, std::size_t at) {
  const tools::shared_resource& resource = given.found.shared[at];
  ordered_json roles = ordered_json::array();
  for (const tools::role& each : resource.roles) {
    roles.push_back(json_of(given.of, each));
  }
  ordered_json conflicts = ordered_json::array();
  for (const tools::role_conflict& each : resource.conflicts) {
    conflicts.push_back(json_of(each));
  }
  return {{"name", resource.name},
          {"names_in_it", resource.names_in_it},
          {"kind", events::to_text(resource.what.kind)},
          {"category", to_text(resource.kind)},
          {"database", resource.database},
          {"place", events::to_text(resource.what.where)},
          {"strength", is_strong(resource) ? "strong" : "weak"},
          {"roles", std::move(roles)},
          {"conflicts", std::move(conflicts)},
          {"pairs", json_of(given.of, given.pairs.at(at))},
          {"suggestions", remedies_for(given.plan, at)}};
}

ordered_json json_of(const tools::observation& of,
                     const tools::suggestion& given) {
  ordered_json sources = ordered_json::array();
  for (const source_marker& each : markers_in_sources(of, given)) {
    sources.push_back({{"framework", each.framework}, {"text", each.text}});
  }
  return {{"kind", to_text(given.kind)},
          {"marker", given.marker},
          {"in_source", std::move(sources)},
          {"visible_files", given.visible_files},
          {"empty_directories", given.empty_directories},
          {"tests", names_of(of, given.tests)},
          {"resources", given.resources},
          {"reason", given.reason},
          {"degradation", given.degradation}};
}

ordered_json json_of(const tools::remedy_plan& plan) {
  ordered_json jobs = ordered_json::array();
  for (const tools::forecast& each : plan.forecasts) {
    jobs.push_back({{"jobs", each.jobs},
                    {"unchanged_s", each.unsafe},
                    {"locks_only_s", each.locks_only},
                    {"suggested_s", each.suggested}});
  }
  return {{"serial_s", plan.serial_s}, {"jobs", std::move(jobs)}};
}

ordered_json json_of(const proof& given) {
  ordered_json rounds = ordered_json::array();
  for (const proof_round& each : given.rounds) {
    rounds.push_back(each.seconds);
  }
  ordered_json different = ordered_json::array();
  for (const unproven_test& each : given.unproven) {
    different.push_back({{"test", each.name},
                         {"serial", tools::to_text(each.serial)},
                         {"parallel", tools::to_text(each.example)},
                         {"rounds", each.rounds},
                         {"why", each.why}});
  }
  return {{"outcome", given.holds() ? "pass" : "finding"},
          {"tests", given.serial.verdicts.size()},
          {"serial_s", given.serial.seconds},
          {"rounds_s", std::move(rounds)},
          {"different", std::move(different)},
          {"failing", given.failing}};
}

}  // namespace

std::string json_of(const report& given, const std::optional<proof>& shown) {
  const tools::observation& of = given.of;
  ordered_json tests = ordered_json::array();
  for (const tools::watched_test& each : of.tests) {
    tests.push_back(json_of(each));
  }
  ordered_json resources = ordered_json::array();
  for (std::size_t at = 0; at < given.found.shared.size(); ++at) {
    resources.push_back(json_of(given, at));
  }
  ordered_json suggestions = ordered_json::array();
  for (const tools::suggestion& each : given.plan.suggestions) {
    suggestions.push_back(json_of(of, each));
  }
  ordered_json alone = ordered_json::array();
  for (const tools::lone_finding& each : given.found.alone) {
    alone.push_back({{"test", of.tests[each.test].name},
                     {"kind", to_text(each.kind)},
                     {"evidence", each.evidence}});
  }
  const bool has_strong = std::any_of(given.found.shared.begin(),
                                      given.found.shared.end(), is_strong);
  ordered_json root{{"version", 1},
                    {"outcome", has_strong ? "finding" : "pass"},
                    {"build", of.build},
                    {"source", of.source},
                    {"uses_module", of.uses_module},
                    {"start_ns", of.start_ns},
                    {"jobs", of.jobs},
                    {"tests", std::move(tests)},
                    {"resources", std::move(resources)},
                    {"suggestions", std::move(suggestions)},
                    {"unhelped", given.plan.unhelped},
                    {"alone", std::move(alone)},
                    {"uncertain", names_of(of, given.found.uncertain)},
                    {"forecast", json_of(given.plan)}};
  if (shown) {
    root["proof"] = json_of(*shown);
  }
  return tools::json_text(root);
}

}  // namespace parallel_testing::suggest_command
