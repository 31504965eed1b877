// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "trends/trend_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string_view>
#include <unordered_set>

#include "base/json.hpp"
#include "cli/terminal.hpp"

namespace parallel_testing::tools {
namespace {

using nlohmann::ordered_json;

/// A longer list is for programs.
constexpr std::size_t most_listed = 20;

std::string shown_name(const case_past& given) {
  return cli::one_line(given.unit.empty() ? given.name
                                          : given.unit + ": " + given.name);
}

std::string percent(double rate) {
  constexpr double hundred = 100;
  return fmt::format("{:.1f} %", hundred * rate);
}

std::string seconds_of(std::int64_t us) {
  constexpr double us_per_second = 1e6;
  return fmt::format("{:.2f} s", static_cast<double>(us) / us_per_second);
}

std::string number_of(std::size_t number, std::string_view what) {
  return fmt::format("{} {}{}", number, what, number == 1 ? "" : "s");
}

case_trend trend_of(const case_past& given) {
  case_trend result;
  result.of = &given;
  result.rate = rate_of(given.ends);
  std::vector<std::int64_t> passed_us;
  for (std::size_t at = 0; at < given.ends.size(); ++at) {
    const past_end end = given.ends[at];
    result.passes += end == past_end::pass ? 1 : 0;
    result.skips += end == past_end::skip ? 1 : 0;
    if (end == past_end::pass || end == past_end::flaky) {
      passed_us.push_back(given.durations_us[at]);
    }
  }
  result.has_times = passed_us.size() >= fewest_earlier_times + latest_times;
  result.slower = find_slow_down(passed_us);
  if (!passed_us.empty()) {
    const auto middle =
        passed_us.begin() + static_cast<std::ptrdiff_t>(passed_us.size() / 2);
    std::nth_element(passed_us.begin(), middle, passed_us.end());
    result.median_us = *middle;
  }
  return result;
}

/// A heading and at most `most_listed` lines; nothing without a line.
std::string list_text(const std::string& heading,
                      const std::vector<std::string>& lines) {
  if (lines.empty()) {
    return "";
  }
  std::string text = "\n" + heading + ":\n";
  for (std::size_t at = 0; at < lines.size() && at < most_listed; ++at) {
    text += "  " + lines[at] + "\n";
  }
  if (lines.size() > most_listed) {
    text += fmt::format("  and {} more\n", lines.size() - most_listed);
  }
  return text;
}

std::string unsteady_text(const trend_report& report) {
  std::vector<const case_trend*> unsteady;
  for (const case_trend& each : report.cases) {
    if (each.rate.rate() > 0) {
      unsteady.push_back(&each);
    }
  }
  std::stable_sort(unsteady.begin(), unsteady.end(),
                   [](const case_trend* a, const case_trend* b) {
                     return a->rate.limits.low > b->rate.limits.low;
                   });
  std::vector<std::string> lines;
  for (const case_trend* each : unsteady) {
    const failure_rate& rate = each->rate;
    std::string line =
        fmt::format("{:>7}  ({} to {})  {}: {} failed, {} flaky of {}",
                    percent(rate.rate()), percent(rate.limits.low),
                    percent(rate.limits.high), shown_name(*each->of),
                    rate.failures, rate.flaky, rate.all);
    if (rate.change == trend::rising || rate.change == trend::falling) {
      line += std::string(", ") + to_text(rate.change);
    }
    lines.push_back(std::move(line));
  }
  return list_text(
      "cases that did not pass at once, with the 95 % interval of the rate",
      lines);
}

std::string slower_text(const trend_report& report) {
  std::vector<const case_trend*> slower;
  for (const case_trend& each : report.cases) {
    if (each.slower) {
      slower.push_back(&each);
    }
  }
  if (report.are_most_slower()) {
    return fmt::format(
        "\n{} became slower at once; the machine is a more likely cause than "
        "the tests\n",
        number_of(slower.size(), "case"));
  }
  std::stable_sort(slower.begin(), slower.end(),
                   [](const case_trend* a, const case_trend* b) {
                     return a->slower->factor() > b->slower->factor();
                   });
  std::vector<std::string> lines;
  for (const case_trend* each : slower) {
    lines.push_back(
        fmt::format("{:.1f} times  {} -> {}  {}", each->slower->factor(),
                    seconds_of(each->slower->before_us),
                    seconds_of(each->slower->now_us), shown_name(*each->of)));
  }
  return list_text("cases that became slower", lines);
}

}  // namespace

bool trend_report::are_most_slower() const {
  constexpr std::ptrdiff_t fewest = 5;
  const auto slower = std::count_if(
      cases.begin(), cases.end(),
      [](const case_trend& each) { return each.slower.has_value(); });
  const auto measured =
      std::count_if(cases.begin(), cases.end(),
                    [](const case_trend& each) { return each.has_times; });
  return slower >= fewest && 2 * slower > measured;
}

trend_report make_trend_report(const case_history& history,
                               const std::vector<std::string>& listed) {
  trend_report report;
  report.runs = history.runs();
  std::unordered_set<std::string> known;
  for (const case_past& each : history.cases()) {
    report.cases.push_back(trend_of(each));
    known.insert(each.unit.empty() ? each.name : each.unit);
  }
  std::copy_if(listed.begin(), listed.end(),
               std::back_inserter(report.never_ran),
               [&](const std::string& name) { return !known.contains(name); });
  return report;
}

std::string trend_text(const trend_report& report) {
  std::string text = fmt::format(
      "{} in the last {}\n", number_of(report.cases.size(), "case"),
      report.runs.size() == 1 ? "run"
                              : fmt::format("{} runs", report.runs.size()));
  const std::string unsteady = unsteady_text(report);
  text +=
      unsteady.empty() ? "each of them passed at once every time\n" : unsteady;
  text += slower_text(report);
  std::vector<std::string> never;
  for (const std::string& name : report.never_ran) {
    never.push_back(cli::one_line(name));
  }
  return text + list_text("tests that never ran", never);
}

std::string trend_json(const trend_report& report) {
  ordered_json runs = ordered_json::array();
  for (const past_run& each : report.runs) {
    runs.push_back({{"id", each.id}, {"start_ms", each.start_ms}});
  }
  ordered_json cases = ordered_json::array();
  for (const case_trend& each : report.cases) {
    ordered_json shown{{"name", each.of->name},
                       {"unit", each.of->unit},
                       {"passes", each.passes},
                       {"failures", each.rate.failures},
                       {"flaky", each.rate.flaky},
                       {"skips", each.skips},
                       {"rate", each.rate.rate()},
                       {"rate_low", each.rate.limits.low},
                       {"rate_high", each.rate.limits.high},
                       {"trend", to_text(each.rate.change)},
                       {"median_us", each.median_us}};
    if (each.slower) {
      shown["slower"] = {{"before_us", each.slower->before_us},
                         {"now_us", each.slower->now_us},
                         {"factor", each.slower->factor()}};
    }
    cases.push_back(std::move(shown));
  }
  return json_text({{"version", 1},
                    {"runs", std::move(runs)},
                    {"most_are_slower", report.are_most_slower()},
                    {"cases", std::move(cases)},
                    {"never_ran", report.never_ran}});
}

}  // namespace parallel_testing::tools
