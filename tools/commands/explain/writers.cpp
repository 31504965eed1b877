// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/explain/writers.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/json.hpp"
#include "results/summary_text.hpp"
#include "results/writers/junit.hpp"

namespace parallel_testing::explain_command {
namespace {

using nlohmann::ordered_json;

constexpr std::int64_t ns_per_ms = 1'000'000;
constexpr std::size_t most_names = 5;
constexpr std::size_t most_chains = 20;

std::string seconds(std::int64_t ms) {
  return tools::seconds_text(ms * ns_per_ms);
}

std::string some_of(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t at = 0; at < std::min(names.size(), most_names); ++at) {
    text += (text.empty() ? "" : ", ") + names[at];
  }
  if (names.size() > most_names) {
    text += fmt::format(" and {} more", names.size() - most_names);
  }
  return text;
}

std::vector<std::string> names_of(
    const std::vector<std::size_t>& places,
    const std::vector<tools::listed_test>& tests) {
  std::vector<std::string> names;
  for (const std::size_t at : places) {
    names.push_back(tests[at].name);
  }
  return names;
}

std::string dumped(const ordered_json& root) {
  return tools::json_text(root);
}

}  // namespace

std::string text_of(const test_facts& facts) {
  std::string text = facts.name + "\n";
  if (!facts.place.empty()) {
    text += "  " + facts.place + "\n";
  }
  if (!facts.unit.empty()) {
    text += fmt::format("  shares a process with others in the test {}\n",
                        facts.unit);
  }
  const auto section = [&](const char* title, bool is_there) {
    if (is_there) {
      text += fmt::format("\n{}\n", title);
    }
  };
  section("cases", !facts.cases.empty());
  if (!facts.cases.empty()) {
    text += "  " + some_of(facts.cases) + "\n";
  }
  section("markers", !facts.markers.empty());
  for (const tools::marker_source& each : facts.markers) {
    text += fmt::format("  {:<24} {}\n", each.marker, each.place);
  }
  section("properties", !facts.properties.empty());
  for (const property& each : facts.properties) {
    text += fmt::format("  {:<24} {}\n", each.name, each.value);
  }
  section("locks", !facts.locks.empty());
  for (const lock_with_others& each : facts.locks) {
    const bool is_shared = each.mode == tools::hold_mode::shared;
    text +=
        fmt::format("  {:<24} {}\n", each.name + (is_shared ? " (shared)" : ""),
                    !each.others.empty() ? some_of(each.others)
                    : is_shared          ? "no other test holds it exclusively"
                                         : "no other test uses it");
  }
  section("times", facts.expected_ms || !facts.past.empty());
  if (facts.expected_ms) {
    text +=
        fmt::format("  {:<24} {}\n", "expected", seconds(*facts.expected_ms));
  }
  for (const past_time& each : facts.past) {
    text += fmt::format("  {:<24} {} {}", tools::timestamp_text(each.start_ns),
                        tools::seconds_text(each.duration_ns),
                        tools::to_text(each.outcome));
    text += each.waited_ns > 0
                ? fmt::format(", waited {} for locks\n",
                              tools::seconds_text(each.waited_ns))
                : "\n";
  }
  section("waits for", true);
  for (const std::string& each : facts.waits_for) {
    text += "  " + each + "\n";
  }
  if (facts.waits_for.empty()) {
    text += "  nothing but a free worker\n";
  }
  return text;
}

std::string json_of(const test_facts& facts) {
  ordered_json root{{"version", 1},
                    {"test", facts.name},
                    {"place", facts.place},
                    {"unit", facts.unit},
                    {"cases", facts.cases},
                    {"markers", ordered_json::array()},
                    {"properties", ordered_json::object()},
                    {"locks", ordered_json::array()},
                    {"expected_ms", nullptr},
                    {"past", ordered_json::array()},
                    {"waits_for", facts.waits_for}};
  for (const tools::marker_source& each : facts.markers) {
    root["markers"].push_back({{"marker", each.marker}, {"place", each.place}});
  }
  for (const property& each : facts.properties) {
    root["properties"][each.name] = each.value;
  }
  for (const lock_with_others& each : facts.locks) {
    root["locks"].push_back({{"name", each.name},
                             {"shared", each.mode == tools::hold_mode::shared},
                             {"others", each.others}});
  }
  if (facts.expected_ms) {
    root["expected_ms"] = *facts.expected_ms;
  }
  for (const past_time& each : facts.past) {
    root["past"].push_back({{"run", each.run},
                            {"start", tools::timestamp_text(each.start_ns)},
                            {"outcome", tools::to_text(each.outcome)},
                            {"duration_ns", each.duration_ns},
                            {"waited_ns", each.waited_ns}});
  }
  return dumped(root);
}

std::string text_of(const lock_facts& facts,
                    const std::vector<tools::listed_test>& tests) {
  std::string chains;
  std::string lonely;
  std::size_t shown = 0;
  for (const lock_users& each : facts.locks) {
    if (!each.excludes()) {
      lonely += fmt::format("  {:<24} {}\n", each.name,
                            some_of(names_of(each.tests, tests)));
    } else if (++shown <= most_chains) {
      chains += fmt::format("  {:<24} {} in {} tests", each.name,
                            seconds(each.total_ms), each.tests.size());
      if (!each.sharing.empty()) {
        chains += fmt::format(", {} of them share it", each.sharing.size());
      }
      chains += each.without_time > 0 ? fmt::format(", {} with unknown times\n",
                                                    each.without_time)
                                      : "\n";
    }
  }
  std::string text;
  const auto section = [&](const char* title, const std::string& content) {
    if (!content.empty()) {
      text += fmt::format("{}{}\n{}", text.empty() ? "" : "\n", title, content);
    }
  };
  section("longest chains of tests that wait for each other", chains);
  section(
      "locks that exclude nothing: one test uses them, or all tests share them",
      lonely);
  std::string serial;
  for (const convertible& each : facts.serial) {
    serial += fmt::format("  {:<24} {} in {} test{}: {}\n", each.suite,
                          seconds(each.total_ms), each.tests.size(),
                          each.tests.size() == 1 ? "" : "s", each.advice);
  }
  section("no_parallel tests that may not need that marker", serial);
  return text.empty() ? "no locks\n" : text;
}

std::string json_of(const lock_facts& facts,
                    const std::vector<tools::listed_test>& tests) {
  ordered_json root{{"version", 1},
                    {"locks", ordered_json::array()},
                    {"convertible", ordered_json::array()}};
  for (const lock_users& each : facts.locks) {
    root["locks"].push_back({{"name", each.name},
                             {"total_ms", each.total_ms},
                             {"without_time", each.without_time},
                             {"tests", names_of(each.tests, tests)},
                             {"sharing", names_of(each.sharing, tests)}});
  }
  for (const convertible& each : facts.serial) {
    root["convertible"].push_back({{"suite", each.suite},
                                   {"total_ms", each.total_ms},
                                   {"advice", each.advice},
                                   {"tests", names_of(each.tests, tests)}});
  }
  return dumped(root);
}

}  // namespace parallel_testing::explain_command
