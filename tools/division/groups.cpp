// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "division/groups.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <string>
#include <unordered_map>

#include "lib/src/markers/marker.hpp"

namespace parallel_testing::division {
namespace {

/// Joins sets.
class union_find {
 public:
  explicit union_find(std::size_t size) : parents_(size) {
    std::iota(parents_.begin(), parents_.end(), std::size_t{0});
  }

  std::size_t find(std::size_t at) {
    while (parents_[at] != at) {
      parents_[at] = parents_[parents_[at]];
      at = parents_[at];
    }
    return at;
  }

  /// The lower index represents both sets.
  void join(std::size_t a, std::size_t b) {
    a = find(a);
    b = find(b);
    parents_[std::max(a, b)] = std::min(a, b);
  }

 private:
  std::vector<std::size_t> parents_;
};

class grouping {
 public:
  explicit grouping(const std::vector<timed_test>& tests)
      : tests_(tests), sets_(tests.size()), is_part_(tests.size()) {
    for (std::size_t at = 0; at < tests.size(); ++at) {
      const tools::listed_test& test = *tests[at].test;
      by_name_[test.name].push_back(at);
      for (const char* role : {"FIXTURES_SETUP", "FIXTURES_CLEANUP"}) {
        for (const std::string& fixture : test.items(role)) {
          parts_[fixture].push_back(at);
        }
      }
    }
  }

  grouped_tests result() {
    join_tied();
    std::map<std::size_t, test_group> groups;
    for (std::size_t at = 0; at < tests_.size(); ++at) {
      groups[sets_.find(at)].tests.push_back(at);
    }
    for (auto& [first, group] : groups) {
      group.needed = needed_by(group.tests);
    }
    mark_needed(groups);
    grouped_tests grouped;
    for (auto& [first, group] : groups) {
      const bool is_only_part =
          std::all_of(group.tests.begin(), group.tests.end(),
                      [&](std::size_t at) { return is_part_[at]; });
      if (!is_only_part) {
        grouped.groups.push_back(std::move(group));
      }
    }
    return grouped;
  }

 private:
  /// Joins tests with the same name, tests with the same lock of the whole
  /// cluster, and tests that depend on each other. A
  /// set-up or clean-up test of a fixture may run in several shards, so it
  /// accompanies the tests that need it. A test on which it depends must then
  /// be in the same shard as all of these.
  void join_tied() {
    for (const auto& [name, tests] : by_name_) {
      for (const std::size_t at : tests) {
        sets_.join(tests.front(), at);
      }
    }
    std::unordered_map<std::string, std::size_t> first_with;
    for (std::size_t at = 0; at < tests_.size(); ++at) {
      for (const std::string& key : cluster_locks_of(*tests_[at].test)) {
        sets_.join(first_with.try_emplace(key, at).first->second, at);
      }
    }
    std::vector<std::vector<std::size_t>> tying(tests_.size());
    for (std::size_t at = 0; at < tests_.size(); ++at) {
      tying[at] = tying_dependencies(at);
    }
    for (std::size_t at = 0; at < tests_.size(); ++at) {
      std::vector<std::size_t> all = needed_by({at});
      all.push_back(at);
      for (const std::size_t each : all) {
        for (const std::size_t other : tying[each]) {
          sets_.join(at, other);
        }
      }
    }
  }

  /// The tests that must be in the same shard as `at`, because it depends on
  /// them. Excludes tests that `at` accompanies: clean-up tests often depend on
  /// all tests of their fixture.
  [[nodiscard]] std::vector<std::size_t> tying_dependencies(
      std::size_t at) const {
    std::vector<std::size_t> result;
    for (const std::string& name : tests_[at].test->items("DEPENDS")) {
      for (const std::size_t other : with_name(name)) {
        const std::vector<std::size_t> needed = needed_by({other});
        if (!has_role(other) &&
            std::find(needed.begin(), needed.end(), at) == needed.end()) {
          result.push_back(other);
        }
      }
    }
    return result;
  }

  [[nodiscard]] bool has_role(std::size_t at) const {
    return !tests_[at].test->items("FIXTURES_SETUP").empty() ||
           !tests_[at].test->items("FIXTURES_CLEANUP").empty();
  }

  [[nodiscard]] const std::vector<std::size_t>& with_name(
      const std::string& name) const {
    static const std::vector<std::size_t> none;
    const auto found = by_name_.find(name);
    return found == by_name_.end() ? none : found->second;
  }

  /// The set-up and clean-up tests that accompany these tests: those of their
  /// fixtures, those on which they depend, and those that these need in turn.
  [[nodiscard]] std::vector<std::size_t> needed_by(
      const std::vector<std::size_t>& tests) const {
    std::vector<std::size_t> needed;
    std::set<std::size_t> seen(tests.begin(), tests.end());
    std::vector<std::size_t> open = tests;
    const auto add = [&](std::size_t part) {
      if (seen.insert(part).second) {
        needed.push_back(part);
        open.push_back(part);
      }
    };
    while (!open.empty()) {
      const tools::listed_test& test = *tests_[open.back()].test;
      open.pop_back();
      for (const std::string& fixture : test.items("FIXTURES_REQUIRED")) {
        const auto found = parts_.find(fixture);
        if (found != parts_.end()) {
          std::for_each(found->second.begin(), found->second.end(), add);
        }
      }
      for (const std::string& name : test.items("DEPENDS")) {
        for (const std::size_t other : with_name(name)) {
          if (has_role(other)) {
            add(other);
          }
        }
      }
    }
    std::sort(needed.begin(), needed.end());
    return needed;
  }

  /// Marks the set-up and clean-up tests that accompany other tests. A group
  /// without any other test marks nothing.
  void mark_needed(const std::map<std::size_t, test_group>& groups) {
    for (const auto& [first, group] : groups) {
      const bool has_test =
          std::any_of(group.tests.begin(), group.tests.end(),
                      [&](std::size_t at) { return !has_role(at); });
      if (has_test) {
        for (const std::size_t part : group.needed) {
          is_part_[part] = true;
        }
      }
    }
  }

  const std::vector<timed_test>& tests_;
  union_find sets_;
  std::vector<bool> is_part_;  ///< accompanies the tests that need it
  std::map<std::string, std::vector<std::size_t>> parts_;
  std::unordered_map<std::string, std::vector<std::size_t>> by_name_;
};

}  // namespace

std::vector<std::string> cluster_locks_of(const tools::listed_test& test) {
  std::vector<std::string> keys;
  for (const std::string& label : test.items("LABELS")) {
    const parsed_marker marker = parse_marker(label);
    if (marker.is_cluster) {
      keys.push_back(std::string(row_of(marker.kind)->lock) + ":" +
                     marker.name);
    }
  }
  return keys;
}

grouped_tests group_tests(const std::vector<timed_test>& tests) {
  return grouping(tests).result();
}

}  // namespace parallel_testing::division
