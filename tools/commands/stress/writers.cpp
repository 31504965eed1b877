// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/stress/writers.hpp"

#include <fmt/format.h>

#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "base/json_text.hpp"
#include "results/run_summary.hpp"
#include "results/summary_text.hpp"

namespace parallel_testing::stress_command {
namespace {

using nlohmann::ordered_json;

std::string order_of(const observed_run& run) {
  return run.seed == 0 ? "as declared" : fmt::format("--shuffle={}", run.seed);
}

std::string name_of(const watched_case& test) {
  return test.name == test.test.name ? test.name
                                     : test.test.name + ": " + test.name;
}

/// `2 times fail, 6 times pass`
std::string outcomes_text(const watched_case& test) {
  std::map<std::string, int> counts;
  for (const auto& each : test.outcomes) {
    ++counts[each ? tools::to_text(*each) : "missing"];
  }
  std::string text;
  for (const auto& [outcome, count] : counts) {
    text += fmt::format("{}{} {} time{}", text.empty() ? "" : ", ", outcome,
                        count, count == 1 ? "" : "s");
  }
  return text;
}

/// The reason for a failure. If CTest only has an exit code: the line of output
/// after one that ends with `Failure`, as GoogleTest prints it, or the first
/// line that mentions an error.
std::string reason_of(const watched_case& test) {
  std::string first = test.message.substr(0, test.message.find('\n'));
  if (!first.empty() && first != "Failed") {
    return first;
  }
  std::istringstream output(test.output);
  for (std::string line; std::getline(output, line);) {
    if (line.ends_with("Failure") && std::getline(output, line)) {
      return line;
    }
    if (line.find("error:") != std::string::npos) {
      return line;
    }
  }
  return first;
}

std::string cause_text(const diagnosis& found) {
  switch (found.why) {
    case cause::by_itself:
      return "sometimes fails when it runs alone";
    case cause::beside:
      return "fails while these run:";
    case cause::before:
      return "fails after these ran:";
    case cause::missing_before:
      return "fails unless these ran before it:";
    case cause::kept_state:
      return "has failed in every run since its first failure";
    case cause::not_repeated:
      return found.others.empty() ? "the failure could not be reproduced"
                                  : "the failure could not be reproduced; "
                                    "when it failed, these ran:";
    case cause::not_investigated:
      break;
  }
  return "was not investigated";
}

std::string text_of(const diagnosis& found, const cli::terminal& screen) {
  std::string text = fmt::format(
      "{}  {}\n    {}\n", cli::painted(screen, cli::paint::yellow, "UNSTEADY"),
      name_of(found.test), outcomes_text(found.test));
  if (const std::string reason = reason_of(found.test); !reason.empty()) {
    text += fmt::format("    {}\n", reason);
  }
  text += fmt::format("    {}\n", cause_text(found));
  for (const std::string& other : found.others) {
    text += fmt::format("      {}\n", other);
  }
  return text + fmt::format("    -> {}\n", advice_for(found).text);
}

ordered_json json_of(const watched_case& test) {
  ordered_json outcomes = ordered_json::array();
  for (const auto& each : test.outcomes) {
    outcomes.push_back(each ? ordered_json(tools::to_text(*each))
                            : ordered_json(nullptr));
  }
  return {{"name", test.name},
          {"test", test.test.name},
          {"outcomes", std::move(outcomes)},
          {"message", test.message}};
}

}  // namespace

std::string text_of(const observed_run& run) {
  const tools::run_summary summary = tools::summarize(run.result);
  return fmt::format("-j {}, {}: {} passed, {} did not, in {}", run.jobs,
                     order_of(run), summary.counts.passed, summary.counts.bad(),
                     tools::seconds_text(run.result.wall_ns));
}

std::string text_of(const stress_result& result, const cli::terminal& screen) {
  std::string text;
  for (const watched_case& test : result.failing) {
    text += fmt::format("{}  {}\n    in every run\n",
                        cli::painted(screen, cli::paint::red, "FAILING"),
                        name_of(test));
  }
  for (const diagnosis& each : result.unsteady) {
    text += text_of(each, screen);
  }
  return text + fmt::format("{} runs: {} unsteady, {} always failing\n",
                            result.runs.size(), result.unsteady.size(),
                            result.failing.size());
}

std::string json_of(const stress_result& result) {
  ordered_json runs = ordered_json::array();
  for (const observed_run& each : result.runs) {
    const tools::run_summary summary = tools::summarize(each.result);
    runs.push_back({{"jobs", each.jobs},
                    {"workers", each.result.workers},
                    {"seed", each.seed},
                    {"passed", summary.counts.passed},
                    {"bad", summary.counts.bad()},
                    {"wall_ns", each.result.wall_ns}});
  }
  ordered_json unsteady = ordered_json::array();
  for (const diagnosis& each : result.unsteady) {
    const advice what = advice_for(each);
    ordered_json one = json_of(each.test);
    one["cause"] = to_text(each.why);
    one["others"] = each.others;
    one["marker"] = what.marker;
    one["advice"] = what.text;
    unsteady.push_back(std::move(one));
  }
  ordered_json failing = ordered_json::array();
  for (const watched_case& each : result.failing) {
    failing.push_back(json_of(each));
  }
  const bool is_fine = result.failing.empty() && result.unsteady.empty();
  const ordered_json root{{"version", 1},
                          {"outcome", is_fine ? "pass" : "fail"},
                          {"runs", std::move(runs)},
                          {"unsteady", std::move(unsteady)},
                          {"failing", std::move(failing)}};
  return tools::json_text(root);
}

}  // namespace parallel_testing::stress_command
