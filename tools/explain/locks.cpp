// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "explain/locks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace parallel_testing::explain_command {
namespace {

/// `Orders` of `Orders.Migrate`, the whole of a name without a dot.
std::string suite_of(const std::string& name) {
  const std::size_t dot = name.rfind('.');
  return dot == std::string::npos || dot == 0 ? name : name.substr(0, dot);
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

std::vector<lock_users> locks_of(const std::vector<io::listed_test>& tests,
                                 const io::test_times& times) {
  std::map<std::string, lock_users> locks;
  for (std::size_t at = 0; at < tests.size(); ++at) {
    const auto ms = times.milliseconds_of(tests[at]);
    for (const std::string& name : tests[at].items("RESOURCE_LOCK")) {
      lock_users& lock = locks[name];
      lock.name = name;
      lock.tests.push_back(at);
      lock.total_ms += ms.value_or(0);
      lock.without_time += ms ? 0 : 1;
    }
  }
  return longest_first(std::move(locks));
}

std::vector<convertible> convertible_tests(
    const std::vector<io::listed_test>& tests, const io::test_times& times) {
  std::map<std::string, convertible> groups;
  for (std::size_t at = 0; at < tests.size(); ++at) {
    const io::listed_test& test = tests[at];
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
                  "if these only disturb each other, mark them "
                  "no_parallel:{}; if they only need the machine, "
                  "threads:<n>",
                  suite)
            : fmt::format("they lock {} already: try without no_parallel",
                          locks[0]);
  }
  return longest_first(std::move(groups));
}

}  // namespace parallel_testing::explain_command
