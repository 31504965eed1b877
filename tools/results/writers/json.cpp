// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "results/writers/json.hpp"

#include <string>
#include <utility>

#include "base/json.hpp"
#include "results/common_failure.hpp"
#include "results/run_summary.hpp"

namespace parallel_testing::tools {
namespace {

using nlohmann::ordered_json;

ordered_json to_json(const lock_use& use) {
  return {{"key", use.key},
          {"mode", to_text(use.mode)},
          {"waited_ns", use.waited_ns},
          {"held_ns", use.held_ns}};
}

ordered_json to_json(const artifact& given) {
  return {{"name", given.name}, {"path", given.path}, {"size", given.size}};
}

ordered_json to_json(const attempt& given);
ordered_json to_json(const test_result& test);

template <class Values>
ordered_json to_json_array(const Values& values) {
  ordered_json result = ordered_json::array();
  for (const auto& value : values) {
    result.push_back(to_json(value));
  }
  return result;
}

ordered_json to_json(const attempt& given) {
  return {{"outcome", to_text(given.outcome)},
          {"round", given.round},
          {"worker", given.worker},
          {"pid", given.pid},
          {"start_ns", given.start_ns},
          {"duration_ns", given.duration_ns},
          {"message", given.message},
          {"output", given.output},
          {"max_rss_kib", given.max_rss_kib},
          {"cpu_us", given.cpu_us},
          {"locks", to_json_array(given.locks)},
          {"artifacts", to_json_array(given.artifacts)}};
}

ordered_json to_json(const test_result& test) {
  ordered_json result{{"name", test.name},
                      {"unit", test.unit},
                      {"outcome", to_text(test.outcome())},
                      {"flaky", test.is_flaky()},
                      {"executable", test.executable},
                      {"file", test.file},
                      {"line", test.line},
                      {"markers", test.markers},
                      {"labels", test.labels},
                      {"left_behind", test.left_behind},
                      {"attempts", to_json_array(test.attempts)}};
  if (test.quarantine) {
    result["quarantine"] = {{"until", test.quarantine->until},
                            {"owner", test.quarantine->owner},
                            {"reason", test.quarantine->reason},
                            {"over", test.quarantine->is_over != 0},
                            {"excused", test.is_excused()}};
  }
  return result;
}

ordered_json to_json(const run_summary& summary) {
  const verdict_counts& counts = summary.counts;
  return {{"passed", counts.passed},
          {"failed", counts.failed},
          {"skipped", counts.skipped},
          {"crashed", counts.crashed},
          {"timed_out", counts.timed_out},
          {"leaked", counts.leaked},
          {"not_run", counts.not_run},
          {"flaky", counts.flaky},
          {"left_behind", counts.left_behind},
          {"quarantined", counts.quarantined},
          {"wall_ns", summary.wall_ns},
          {"total_ns", summary.total_ns},
          {"speed_up", summary.speed_up},
          {"efficiency", summary.efficiency},
          {"waited_ns", summary.waited_ns},
          {"peak_rss_kib", summary.peak_rss_kib}};
}

}  // namespace

std::string json_text(const run_result& result) {
  const ordered_json run{
      {"id", result.run},           {"project", result.project},
      {"build", result.build},      {"workers", result.workers},
      {"seed", result.seed},        {"end", result.end_text()},
      {"start_ns", result.start_ns}};
  ordered_json root{{"version", 1},
                    {"run", run},
                    {"summary", to_json(summarize(result))},
                    {"tests", to_json_array(result.tests)}};
  if (std::string common = common_failure_text(result); !common.empty()) {
    root["common_failure"] = std::move(common);
  }
  // Names and output are bytes that the tested project chooses.
  return root.dump(2, ' ', false, ordered_json::error_handler_t::replace) +
         "\n";
}

}  // namespace parallel_testing::tools
