// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/audit/report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/json.hpp"
#include "history/queries.hpp"

namespace parallel_testing::audit_command {
namespace {

using nlohmann::ordered_json;

std::string plural(std::size_t count, const char* one, const char* many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

ordered_json to_json(const tools::holder& holder) {
  return {{"test", holder.test},         {"executable", holder.executable},
          {"worker", holder.worker},     {"pid", holder.pid},
          {"run", holder.run},           {"begin_mono_ns", holder.begin_ns},
          {"end_mono_ns", holder.end_ns}};
}

ordered_json to_json(const tools::finding& found) {
  ordered_json result{{"kind", tools::to_text(found.kind)},
                      {"resource", found.resource},
                      {"first", to_json(found.first)}};
  if (found.second) {
    result["second"] = to_json(*found.second);
  }
  return result;
}

ordered_json to_json(const tools::diagnostic& problem) {
  return {{"file", problem.file},
          {"line", problem.line},
          {"message", problem.text},
          {"remedy", problem.remedy}};
}

ordered_json to_json(const summary& totals) {
  return {{"runs", totals.runs},
          {"processes", totals.processes},
          {"cases", totals.cases},
          {"failed", totals.failed},
          {"crashed", totals.crashed},
          {"max_concurrent_cases", totals.max_concurrent_cases}};
}

template <typename Values>
ordered_json to_json_array(const Values& values) {
  ordered_json result = ordered_json::array();
  for (const auto& value : values) {
    result.push_back(to_json(value));
  }
  return result;
}

}  // namespace

summary summarize(const tools::timeline& history) {
  summary totals;
  std::set<std::string> runs;
  for (const tools::process& each : history.processes) {
    totals.origin_ns = runs.empty() ? each.begin_ns
                                    : std::min(totals.origin_ns, each.begin_ns);
    runs.insert(each.run);
  }
  totals.runs = runs.size();
  totals.processes = history.processes.size();
  totals.cases = history.cases.size();
  totals.failed = static_cast<std::size_t>(
      std::count_if(history.cases.begin(), history.cases.end(),
                    [](const tools::test_case& each) {
                      return each.outcome == tools::verdict::fail;
                    }));
  totals.crashed = tools::crashed_processes(history).size();
  totals.max_concurrent_cases = tools::max_concurrent_cases(history);
  return totals;
}

std::string text_report(const tools::replay_result& result) {
  const summary totals = summarize(result.history);
  std::string text;
  for (const tools::finding& found : result.findings) {
    text += tools::to_text(found, totals.origin_ns) + "\n";
  }
  text += fmt::format("{} in {}, {}, {} (at most {} at a time, {} crashed)\n",
                      plural(result.findings.size(), "finding", "findings"),
                      plural(totals.runs, "run", "runs"),
                      plural(totals.processes, "process", "processes"),
                      plural(totals.cases, "case", "cases"),
                      totals.max_concurrent_cases, totals.crashed);
  text +=
      "judged: worker ids, locks, ports, directories, cores and capacities "
      "that "
      "were handed out;\n"
      "not judged: what tests share without asking for it (files, fixed "
      "ports, "
      "servers)\n";
  if (totals.failed > 0) {
    text += fmt::format(
        "{} failed: `parallel-testing stress` finds tests that disturb each "
        "other\n",
        plural(totals.failed, "case", "cases"));
  }
  return text;
}

std::string json_report(const tools::replay_result& result,
                        const std::vector<tools::diagnostic>& problems) {
  const ordered_json report{{"version", 1},
                            {"summary", to_json(summarize(result.history))},
                            {"findings", to_json_array(result.findings)},
                            {"problems", to_json_array(problems)}};
  // The tested project chooses names; they may be any bytes.
  return tools::json_text(report);
}

}  // namespace parallel_testing::audit_command
