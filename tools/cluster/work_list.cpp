// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "cluster/work_list.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/json.hpp"
#include "base/record.hpp"
#include "division/groups.hpp"

namespace parallel_testing::cluster {
namespace {

using nlohmann::ordered_json;

/// A test that has not run yet counts as this long when no test has.
constexpr std::int64_t unknown_ms = 100;
/// More numbers of tests do not fit into one argument of ctest.
constexpr std::size_t most_tests = 2000;

std::int64_t average_ms(const std::vector<division::timed_test>& tests) {
  std::int64_t sum = 0;
  std::int64_t count = 0;
  for (const division::timed_test& each : tests) {
    sum += each.ms.value_or(0);
    count += each.ms ? 1 : 0;
  }
  return count == 0 ? unknown_ms : std::max<std::int64_t>(sum / count, 1);
}

ordered_json to_json(const unit& given) {
  ordered_json tests = ordered_json::array();
  for (const auto& [number, name] : given.tests) {
    tests.push_back({number, name});
  }
  return {{"id", given.id}, {"node", given.node}, {"tests", std::move(tests)}};
}

unit unit_of(const ordered_json& given) {
  unit result{given.at("id"), given.at("node"), {}};
  for (const ordered_json& test : given.at("tests")) {
    result.tests.emplace_back(test.at(0).get<int>(),
                              test.at(1).get<std::string>());
  }
  return result;
}

}  // namespace

std::string to_text(const work_list& work) {
  ordered_json units = ordered_json::array();
  for (const unit& each : work.units) {
    units.push_back(to_json(each));
  }
  const ordered_json root{{"version", 1},
                          {"run", work.run_id},
                          {"start", work.start},
                          {"build", work.build},
                          {"nodes", work.nodes},
                          {"arguments", work.arguments},
                          {"needs_outputs", work.needs_outputs},
                          {"leaves_when_idle", work.leaves_when_idle},
                          {"units", std::move(units)},
                          {"reserved", work.reserved}};
  return root.dump(-1, ' ', false, ordered_json::error_handler_t::replace) +
         "\n";
}

work_list parse_work_list(const std::string& text) {
  try {
    const ordered_json root = ordered_json::parse(text);
    work_list work;
    work.run_id = root.at("run");
    work.start = root.at("start");
    work.build = root.at("build");
    work.nodes = root.at("nodes").get<std::vector<std::string>>();
    work.arguments = root.at("arguments").get<std::vector<std::string>>();
    work.needs_outputs = root.at("needs_outputs");
    work.leaves_when_idle = root.at("leaves_when_idle");
    for (const ordered_json& each : root.at("units")) {
      work.units.push_back(unit_of(each));
    }
    work.reserved = root.at("reserved").get<reserved_units>();
    return work;
  } catch (const nlohmann::json::exception& problem) {
    throw tools::record_error(
        fmt::format("the list of work cannot be read: {}", problem.what()),
        "start the run again");
  }
}

std::vector<std::vector<std::size_t>> cut_into_units(
    std::vector<timed_group> groups, const unit_sizes& sizes) {
  std::stable_sort(
      groups.begin(), groups.end(),
      [](const timed_group& a, const timed_group& b) { return a.ms > b.ms; });
  std::int64_t left = 0;
  for (const timed_group& each : groups) {
    left += each.ms;
  }
  std::vector<std::vector<std::size_t>> units;
  constexpr std::int64_t part = 4;
  const std::int64_t least = sizes.least_ms * sizes.workers;
  for (std::size_t at = 0; at < groups.size();) {
    const std::int64_t wanted =
        std::clamp(left / part, least, sizes.most_ms * sizes.workers);
    std::vector<std::size_t>& made = units.emplace_back();
    std::int64_t ms = 0;
    // A rest that is too small for a unit belongs to the last one.
    while (
        at < groups.size() &&
        (ms < wanted || left < least / 2 || made.empty()) &&
        (made.empty() || made.size() + groups[at].tests.size() <= most_tests)) {
      made.insert(made.end(), groups[at].tests.begin(), groups[at].tests.end());
      ms += groups[at].ms;
      left -= groups[at].ms;
      ++at;
    }
  }
  return units;
}

std::vector<std::vector<std::size_t>> cut_into_small_units(
    const std::vector<division::timed_test>& tests, std::size_t workers) {
  std::vector<std::vector<std::size_t>> units;
  for (const division::test_group& each : division::group_tests(tests).groups) {
    if (units.empty() || units.back().size() + each.tests.size() > workers) {
      units.emplace_back();
    }
    units.back().insert(units.back().end(), each.tests.begin(),
                        each.tests.end());
  }
  return units;
}

std::vector<unit> make_units(const std::vector<division::timed_test>& tests,
                             const std::vector<int>& numbers,
                             const std::vector<std::string>& nodes,
                             const unit_sizes& sizes) {
  const std::int64_t average = average_ms(tests);
  const auto groups = division::group_tests(tests).groups;
  std::map<std::size_t, std::size_t> group_of;
  for (std::size_t at = 0; at < groups.size(); ++at) {
    group_of[groups[at].tests.front()] = at;
  }
  const auto shards =
      division::plan_shards(tests, nodes.size(), division::method::time);
  std::vector<unit> units;
  for (std::size_t at = 0; at < nodes.size(); ++at) {
    std::vector<timed_group> own;
    for (const std::size_t test : shards[at].tests) {
      if (const auto found = group_of.find(test); found != group_of.end()) {
        timed_group& made = own.emplace_back();
        made.tests = groups[found->second].tests;
        for (const std::size_t each : made.tests) {
          made.ms += tests[each].ms.value_or(average);
        }
      }
    }
    std::size_t count = 0;
    for (const auto& members : cut_into_units(std::move(own), sizes)) {
      unit& made = units.emplace_back();
      made.id = fmt::format("{}.{}", at + 1, ++count);
      made.node = nodes[at];
      for (const std::size_t test : members) {
        made.tests.emplace_back(numbers[test], tests[test].test->name);
      }
    }
  }
  return units;
}

std::vector<std::size_t> claim_order(const std::vector<unit>& units,
                                     const std::string& node) {
  std::vector<std::size_t> order;
  for (std::size_t at = 0; at < units.size(); ++at) {
    if (units[at].node == node) {
      order.push_back(at);
    }
  }
  // The last unit of each other list, then the last but one, and so on: lists
  // that are equally long lose equally many.
  std::map<std::string, std::vector<std::size_t>> lists;
  std::size_t longest = 0;
  for (std::size_t at = 0; at < units.size(); ++at) {
    if (units[at].node != node) {
      std::vector<std::size_t>& list = lists[units[at].node];
      list.push_back(at);
      longest = std::max(longest, list.size());
    }
  }
  for (std::size_t back = 0; back < longest; ++back) {
    for (const auto& [other, list] : lists) {
      if (back < list.size()) {
        order.push_back(list[list.size() - 1 - back]);
      }
    }
  }
  return order;
}

bool may_claim(const reserved_units& reserved, const std::string& unit,
               const std::string& node) {
  const auto only = reserved.find(unit);
  return only == reserved.end() || only->second == node;
}

}  // namespace parallel_testing::cluster
