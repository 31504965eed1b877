// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/run/ended_node.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string_view>

namespace parallel_testing::run_command {
namespace {

/// By number, as the log of the node has them.
struct tests_of_log {
  std::set<int> ended;
  std::map<int, std::string> begun;     ///< and not ended
  std::map<int, std::string> doubtful;  ///< failed as the node ended
};

tests_of_log tests_in(const ended_node& node) {
  // What ends a node may end its tests a moment before its agent.
  constexpr std::int64_t moment_ns = 2'000'000'000;
  std::int64_t last_ns = 0;
  for (const tools::event& each : node.events) {
    last_ns = std::max(last_ns, each.mono_ns);
  }
  tests_of_log result;
  for (const tools::event& each : node.events) {
    const auto* start = each.body.get_if<tools::ctest_start>();
    const auto* end = each.body.get_if<tools::ctest_finish>();
    const tools::ctest_start* either = end != nullptr ? end : start;
    if (either == nullptr || either->round != node.round) {
      continue;
    }
    // An agent that a signal ends has stopped its tests.
    const bool was_stopped = end != nullptr && node.was_interrupted &&
                             end->outcome == tools::verdict::not_run;
    const int number = static_cast<int>(either->number);
    if (end != nullptr && !was_stopped) {
      result.ended.insert(number);
      result.begun.erase(number);
      if (tools::is_bad(end->outcome) && each.mono_ns > last_ns - moment_ns) {
        result.doubtful[number] = end->test;
      }
    } else {
      result.begun[number] = either->test;
      result.ended.erase(number);
    }
  }
  return result;
}

tools::test_lost record_of(const tools::numbered_test& test,
                           const ended_node& node, std::string_view how) {
  return {test.second, test.first, node.name,
          fmt::format("{}: {}", how, node.reason), node.round};
}

}  // namespace

node_remains lost_tests::take_from(const ended_node& node) {
  const tests_of_log tests = tests_in(node);
  node_remains left;
  for (const auto& test : tests.begun) {
    left.records.push_back(record_of(
        test, node, fmt::format("its node {} ended while it ran", node.name)));
  }
  for (const auto& test : tests.doubtful) {
    if (is_chosen_(test.first) && lost_once_.insert(test.first).second) {
      left.records.push_back(record_of(
          test, node,
          fmt::format("its node {} ended a moment later", node.name)));
      left.suspects.emplace_back(test);
    }
  }
  for (const ended_node::open_unit& unit : node.units) {
    for (const tools::numbered_test& test : unit.what.tests) {
      if (tests.ended.contains(test.first)) {
        continue;
      }
      const bool has_begun = tests.begun.contains(test.first);
      // ctest starts a test a moment before the log of its node has it.
      if (unit.is_claimed && !has_begun) {
        left.records.push_back(record_of(
            test, node,
            fmt::format("it may have begun on node {} when that ended",
                        node.name)));
      }
      if (lost_once_.insert(test.first).second) {
        (has_begun ? left.suspects : left.others).push_back(test);
      } else {
        left.has_lost = true;
      }
    }
  }
  return left;
}

}  // namespace parallel_testing::run_command
