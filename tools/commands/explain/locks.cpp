// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/explain/locks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string_view>

#include "discovered/marker_sources.hpp"
#include "lib/src/markers/lock_plan.hpp"

namespace parallel_testing::explain_command {
namespace {

/// `Orders` in `Orders.Migrate`; the whole name if it has no dot.
std::string suite_of(const std::string& name) {
  const std::size_t dot = name.rfind('.');
  return dot == std::string::npos || dot == 0 ? name : name.substr(0, dot);
}

/// The locks that a marker stands for, under their names in RESOURCE_LOCK.
std::vector<held_lock> locks_in(const std::string& marker) {
  constexpr std::string_view prefix = "lock:";
  std::vector<held_lock> locks;
  for (const lock_request& each :
       parallel_testing::locks_of({parse_marker(marker)})) {
    if (each.key != run_key) {
      locks.push_back(
          {each.key.starts_with(prefix) ? each.key.substr(prefix.size())
                                        : each.key,
           each.mode == lock_mode::shared ? tools::hold_mode::shared
                                          : tools::hold_mode::exclusive,
           true});
    }
  }
  return locks;
}

bool has_shared_lock(const std::string& marker) {
  const std::vector<held_lock> locks = locks_in(marker);
  return std::any_of(locks.begin(), locks.end(), [](const held_lock& each) {
    return each.mode == tools::hold_mode::shared;
  });
}

template <class Users>
std::vector<Users> longest_first(std::map<std::string, Users> by_name) {
  std::vector<Users> result;
  for (auto& [name, users] : by_name) {
    result.push_back(std::move(users));
  }
  std::stable_sort(
      result.begin(), result.end(),
      [](const Users& a, const Users& b) { return a.total_ms > b.total_ms; });
  return result;
}

}  // namespace

lock_finder::lock_finder(const tools::discovery& found) : found_(found) {
  const auto are_shared = [](const std::vector<std::string>& markers) {
    return std::any_of(markers.begin(), markers.end(), has_shared_lock);
  };
  for (const tools::added_test& each : found.added) {
    has_shared_ = has_shared_ || are_shared(each.markers);
  }
  for (const tools::discovered_target& target : found.targets) {
    has_shared_ = has_shared_ || are_shared(target.markers);
    for (const tools::discovered_mark& each : target.marks) {
      has_shared_ = has_shared_ || are_shared(each.markers);
    }
    for (const tools::discovered_case& each : target.cases) {
      has_shared_ = has_shared_ || are_shared(each.markers);
    }
    for (const tools::discovered_unit& unit : target.units) {
      for (const tools::discovered_case& each : unit.cases) {
        has_shared_ = has_shared_ || are_shared(each.markers);
      }
    }
  }
}

std::vector<held_lock> lock_finder::held_by(
    const tools::listed_test& test) const {
  std::vector<held_lock> result;
  const auto find = [&](const std::string& name) {
    return std::find_if(
        result.begin(), result.end(),
        [&](const held_lock& each) { return each.name == name; });
  };
  for (const std::string& name : test.items("RESOURCE_LOCK")) {
    if (find(name) == result.end()) {
      result.push_back({name, tools::hold_mode::exclusive, !has_shared_});
    }
  }
  if (!has_shared_) {
    return result;
  }
  for (const tools::marker_source& each : tools::markers_of(test, found_)) {
    for (const held_lock& marked : locks_in(each.marker)) {
      const auto held = find(marked.name);
      if (marked.mode == tools::hold_mode::exclusive && held != result.end()) {
        held->is_marked = true;
      } else if (marked.mode == tools::hold_mode::shared &&
                 held == result.end()) {
        result.push_back(marked);
      }
    }
  }
  return result;
}

std::vector<lock_users> locks_of(const std::vector<tools::listed_test>& tests,
                                 const tools::discovery& found,
                                 const tools::test_times& times) {
  const lock_finder finder(found);
  std::map<std::string, lock_users> locks;
  std::map<std::string, std::int64_t> longest_shared;
  for (std::size_t at = 0; at < tests.size(); ++at) {
    const auto ms = times.milliseconds_of(tests[at]);
    for (const held_lock& held : finder.held_by(tests[at])) {
      lock_users& lock = locks[held.name];
      lock.name = held.name;
      lock.tests.push_back(at);
      lock.without_time += ms ? 0 : 1;
      if (held.mode == tools::hold_mode::shared) {
        lock.sharing.push_back(at);
        std::int64_t& longest = longest_shared[held.name];
        longest = std::max(longest, ms.value_or(0));
      } else {
        lock.total_ms += ms.value_or(0);
        lock.marked += held.is_marked ? 1 : 0;
      }
    }
  }
  for (const auto& [name, ms] : longest_shared) {
    locks[name].total_ms += ms;
  }
  return longest_first(std::move(locks));
}

std::vector<convertible> convertible_tests(
    const std::vector<tools::listed_test>& tests,
    const tools::test_times& times) {
  std::map<std::string, convertible> groups;
  for (std::size_t at = 0; at < tests.size(); ++at) {
    const tools::listed_test& test = tests[at];
    if (!test.is_set("RUN_SERIAL")) {
      continue;
    }
    const auto& locks = test.items("RESOURCE_LOCK");
    const std::string suite = suite_of(test.name);
    const std::string key = locks.empty() ? suite : suite + '\n' + locks[0];
    convertible& group = groups[key];
    group.suite = suite;
    group.tests.push_back(at);
    group.total_ms += times.milliseconds_of(test).value_or(0);
    group.advice =
        locks.empty()
            ? fmt::format(
                  "if these tests only disturb each other, mark them "
                  "no_parallel:{}; if they only need many processors, "
                  "threads:<n>",
                  suite)
            : fmt::format(
                  "they already hold the lock {}; try without "
                  "no_parallel",
                  locks[0]);
  }
  return longest_first(std::move(groups));
}

}  // namespace parallel_testing::explain_command
