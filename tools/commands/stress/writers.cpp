// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/stress/writers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <sstream>

#include "base/json.hpp"
#include "results/run_summary.hpp"
#include "results/summary_text.hpp"

namespace parallel_testing::stress_command {
namespace {

using nlohmann::ordered_json;

std::string order_of(const compared_run& run) {
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

std::string cause_text(const finding& found) {
  const bool one = found.tests.size() == 1;
  switch (found.why) {
    case cause::by_itself:
      return one ? "sometimes fails when it runs alone"
                 : "sometimes fail when they run alone";
    case cause::shared_resource:
      return found.resource;
    case cause::beside:
      return one ? "fails while these run:" : "fail while these run:";
    case cause::under_load:
      return one ? "fails while other tests run, whichever these are; for "
                   "example:"
                 : "fail while other tests run, whichever these are; for "
                   "example:";
    case cause::before:
      return one ? "fails after these ran:" : "fail after these ran:";
    case cause::missing_before:
      return one ? "fails unless these ran before it:"
                 : "fail unless these ran before them:";
    case cause::kept_state:
      return one ? "has failed in every run since its first failure"
                 : "have failed in every run since their first failures";
    case cause::not_repeated:
      return found.others.empty() ? "the failure could not be reproduced"
                                  : "the failure could not be reproduced; "
                                    "when it failed, these ran:";
    case cause::not_investigated:
      break;
  }
  return one ? "was not investigated" : "were not investigated";
}

/// `isolate:network: they pass`
std::string text_of(const tried_remedy& tried) {
  switch (tried.how) {
    case trial_result::helps:
      return "with " + tried.text + " they pass together";
    case trial_result::fails:
      return "with " + tried.text + " some still fail";
    case trial_result::not_tried:
      break;
  }
  return tried.text + " could not be tried";
}

/// Names of other tests, at most ten.
std::string others_text(const std::vector<std::string>& others) {
  constexpr std::size_t most = 10;
  std::string text;
  for (std::size_t at = 0; at < std::min(most, others.size()); ++at) {
    text += fmt::format("      {}\n", cli::one_line(others[at]));
  }
  if (others.size() > most) {
    text += fmt::format("      and {} more; --format json lists all\n",
                        others.size() - most);
  }
  return text;
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

ordered_json json_of(const finding& found, records known) {
  ordered_json tests = ordered_json::array();
  for (const watched_case& each : found.tests) {
    tests.push_back(each.name);
  }
  ordered_json tried = ordered_json::array();
  for (const tried_remedy& each : found.tried) {
    tried.push_back({{"remedy", each.text},
                     {"marker", each.marker},
                     {"result", to_text(each.how)}});
  }
  const advice what = advice_for(found, known);
  return {{"cause", to_text(found.why)}, {"tests", std::move(tests)},
          {"others", found.others},      {"resource", found.resource},
          {"evidence", found.evidence},  {"tried", std::move(tried)},
          {"marker", what.marker},       {"advice", what.text}};
}

const char* to_text(stress_end how) {
  switch (how) {
    case stress_end::time_limit:
      return "time_limit";
    case stress_end::interrupted:
      return "interrupted";
    case stress_end::complete:
      break;
  }
  return "complete";
}

std::size_t count_unsteady(const stress_result& result) {
  std::size_t count = 0;
  for (const finding& each : result.findings) {
    count += each.tests.size();
  }
  return count;
}

}  // namespace

std::string text_of(const compared_run& run) {
  constexpr std::size_t most = 3;
  const tools::run_summary summary = tools::summarize(run.result);
  std::string text =
      fmt::format("-j {}, {}: {} passed, {} did not, in {}", run.jobs,
                  order_of(run), summary.counts.passed, summary.counts.bad(),
                  tools::seconds_text(run.result.wall_ns));
  const std::vector<std::string> bad = bad_tests(run.result);
  for (std::size_t at = 0; at < std::min(most, bad.size()); ++at) {
    text += (at == 0 ? ": " : ", ") + cli::one_line(bad[at]);
  }
  return bad.size() <= most
             ? text
             : text + fmt::format(" and {} more", bad.size() - most);
}

std::string failing_text(const watched_case& test,
                         const cli::terminal& screen) {
  return fmt::format("{}  {}\n    in every run\n",
                     cli::painted(screen, cli::paint::red, "FAILING"),
                     cli::one_line(name_of(test)));
}

std::string text_of(const finding& found, records known,
                    const cli::terminal& screen) {
  constexpr std::size_t most = 10;
  std::string text;
  for (std::size_t at = 0; at < std::min(most, found.tests.size()); ++at) {
    const watched_case& test = found.tests[at];
    text += fmt::format("{}  {}\n    {}\n",
                        cli::painted(screen, cli::paint::yellow, "UNSTEADY"),
                        cli::one_line(name_of(test)), outcomes_text(test));
    if (const std::string reason = reason_of(test); !reason.empty()) {
      text += fmt::format("    {}\n", cli::one_line(reason));
    }
  }
  if (found.tests.size() > most) {
    text += fmt::format("UNSTEADY  and {} more; --format json lists all\n",
                        found.tests.size() - most);
  }
  text += fmt::format("    {}\n", cli::one_line(cause_text(found)));
  if (!found.evidence.empty()) {
    text += fmt::format("    {}\n", cli::one_line(found.evidence));
  }
  for (const tried_remedy& each : found.tried) {
    text += fmt::format("    {}\n", cli::one_line(text_of(each)));
  }
  if (found.why != cause::shared_resource) {
    text += others_text(found.others);
  }
  return text + fmt::format("    -> {}\n",
                            cli::one_line(advice_for(found, known).text));
}

std::string text_of(const diagnosis& found) {
  constexpr std::size_t most = 3;
  finding one;
  one.why = found.why;
  one.tests = {found.test};
  one.others = found.others;
  std::string text =
      fmt::format("'{}' {}", cli::one_line(found.test.name), cause_text(one));
  for (std::size_t at = 0; at < std::min(most, found.others.size()); ++at) {
    text += (at == 0 ? " " : ", ") + cli::one_line(found.others[at]);
  }
  return found.others.size() <= most
             ? text
             : text + fmt::format(" and {} more", found.others.size() - most);
}

std::string end_text(const stress_result& result) {
  std::string text =
      fmt::format("{} run{}: {} unsteady, {} always failing\n",
                  result.runs.size(), result.runs.size() == 1 ? "" : "s",
                  count_unsteady(result), result.failing.size());
  if (result.how == stress_end::time_limit) {
    text += "stopped by the time limit; --time-limit 0 sets none\n";
  } else if (result.how == stress_end::interrupted) {
    text += "interrupted; this is what was known by then\n";
  }
  return text;
}

std::string json_of(const stress_result& result) {
  ordered_json runs = ordered_json::array();
  for (const compared_run& each : result.runs) {
    const tools::run_summary summary = tools::summarize(each.result);
    runs.push_back({{"jobs", each.jobs},
                    {"workers", each.result.workers},
                    {"seed", each.seed},
                    {"passed", summary.counts.passed},
                    {"bad", summary.counts.bad()},
                    {"wall_ns", each.result.wall_ns}});
  }
  ordered_json causes = ordered_json::array();
  ordered_json unsteady = ordered_json::array();
  for (const finding& each : result.findings) {
    const advice what = advice_for(each, result.known);
    for (const watched_case& test : each.tests) {
      ordered_json one = json_of(test);
      one["cause"] = to_text(each.why);
      one["others"] = each.others;
      one["marker"] = what.marker;
      one["advice"] = what.text;
      unsteady.push_back(std::move(one));
    }
    causes.push_back(json_of(each, result.known));
  }
  ordered_json failing = ordered_json::array();
  for (const watched_case& each : result.failing) {
    failing.push_back(json_of(each));
  }
  const bool is_fine = result.failing.empty() && result.findings.empty();
  const ordered_json root{{"version", 1},
                          {"outcome", is_fine ? "pass" : "fail"},
                          {"end", to_text(result.how)},
                          {"watched", result.known == records::watched},
                          {"runs", std::move(runs)},
                          {"causes", std::move(causes)},
                          {"unsteady", std::move(unsteady)},
                          {"failing", std::move(failing)}};
  return tools::json_text(root);
}

}  // namespace parallel_testing::stress_command
