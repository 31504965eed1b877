// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "shard/groups.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <string>
#include <unordered_map>

namespace parallel_testing::shard_command {
namespace {

/// Sets that are joined.
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

  /// The lower place stands for both.
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
      const io::listed_test& test = *tests[at].test;
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
      add_needed(group);
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
  void join_tied() {
    std::unordered_map<std::string, std::size_t> by_name;
    for (std::size_t at = 0; at < tests_.size(); ++at) {
      const auto [first, is_new] = by_name.emplace(tests_[at].test->name, at);
      if (!is_new) {
        sets_.join(first->second, at);
      }
    }
    // What a fixture brings along anyway ties nothing.
    std::unordered_map<std::string, std::size_t> plain_by_name;
    for (std::size_t at = 0; at < tests_.size(); ++at) {
      if (!has_role(at)) {
        plain_by_name.emplace(tests_[at].test->name, at);
      }
    }
    for (std::size_t at = 0; at < tests_.size(); ++at) {
      if (has_role(at)) {
        continue;
      }
      for (const std::string& name : tests_[at].test->items("DEPENDS")) {
        const auto found = plain_by_name.find(name);
        if (found != plain_by_name.end()) {
          sets_.join(found->second, at);
        }
      }
    }
  }

  [[nodiscard]] bool has_role(std::size_t at) const {
    return !tests_[at].test->items("FIXTURES_SETUP").empty() ||
           !tests_[at].test->items("FIXTURES_CLEANUP").empty();
  }

  /// The parts of the fixtures of its tests, and of the fixtures of those.
  void add_needed(test_group& group) const {
    std::set<std::size_t> seen(group.tests.begin(), group.tests.end());
    std::vector<std::size_t> open = group.tests;
    while (!open.empty()) {
      const std::size_t at = open.back();
      open.pop_back();
      for (const std::string& fixture :
           tests_[at].test->items("FIXTURES_REQUIRED")) {
        const auto found = parts_.find(fixture);
        if (found == parts_.end()) {
          continue;
        }
        for (const std::size_t part : found->second) {
          if (seen.insert(part).second) {
            group.needed.push_back(part);
            open.push_back(part);
          }
        }
      }
    }
    std::sort(group.needed.begin(), group.needed.end());
  }

  /// A part comes with a test that needs it, unless nothing but parts do.
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
  std::vector<bool> is_part_;  // comes with the tests that need it
  std::map<std::string, std::vector<std::size_t>> parts_;
};

}  // namespace

grouped_tests group_tests(const std::vector<timed_test>& tests) {
  return grouping(tests).result();
}

}  // namespace parallel_testing::shard_command
