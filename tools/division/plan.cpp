// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "division/plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <numeric>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>

#include "division/groups.hpp"

namespace parallel_testing::division {
namespace {

/// The time of tests that never ran: the average of the others, or the same
/// time for all if none ever ran.
std::int64_t average_of(const std::vector<timed_test>& tests) {
  std::int64_t sum = 0;
  std::int64_t count = 0;
  for (const timed_test& each : tests) {
    if (each.ms) {
      sum += *each.ms;
      ++count;
    }
  }
  constexpr std::int64_t of_nothing = 1000;
  return count == 0 ? of_nothing : std::max<std::int64_t>(sum / count, 1);
}

/// FNV-1a: the same for the same text on all machines and in all versions.
std::uint64_t hash_of(std::string_view text) {
  constexpr std::uint64_t offset = 14695981039346656037U;
  constexpr std::uint64_t prime = 1099511628211U;
  std::uint64_t value = offset;
  for (const char c : text) {
    value = (value ^ static_cast<unsigned char>(c)) * prime;
  }
  return value;
}

class planner {
 public:
  planner(const std::vector<timed_test>& tests, std::size_t count)
      : tests_(tests),
        average_(average_of(tests)),
        parts_(group_tests(tests)),
        shards_(count),
        members_(count) {}

  void place_by_time() {
    std::vector<std::size_t> order(parts_.groups.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    // Assigns the longest group first, to the shard with the least time. Groups
    // with equal times keep the order of CTest.
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) {
                       return time_of(parts_.groups[a].tests) >
                              time_of(parts_.groups[b].tests);
                     });
    for (const std::size_t group : order) {
      place(group, cheapest_for(group));
    }
  }

  void place_by_name() {
    for (std::size_t at = 0; at < parts_.groups.size(); ++at) {
      const std::string& name =
          tests_[parts_.groups[at].tests.front()].test->name;
      place(at, hash_of(name) % shards_.size());
    }
  }

  void place_in_turn() {
    for (std::size_t at = 0; at < parts_.groups.size(); ++at) {
      place(at, at % shards_.size());
    }
  }

  std::vector<shard> result() {
    for (std::size_t at = 0; at < shards_.size(); ++at) {
      shards_[at].tests.assign(members_[at].begin(), members_[at].end());
      for (const std::size_t test : shards_[at].tests) {
        shards_[at].longest_ms =
            std::max(shards_[at].longest_ms, time_of(test));
      }
    }
    return std::move(shards_);
  }

 private:
  [[nodiscard]] std::int64_t time_of(std::size_t test) const {
    return tests_[test].ms.value_or(average_);
  }

  [[nodiscard]] std::int64_t time_of(
      const std::vector<std::size_t>& tests) const {
    std::int64_t sum = 0;
    for (const std::size_t test : tests) {
      sum += time_of(test);
    }
    return sum;
  }

  /// The time of the shard with the group and the fixtures that it would add.
  [[nodiscard]] std::int64_t time_with(std::size_t group,
                                       std::size_t at) const {
    std::int64_t sum =
        shards_[at].forecast_ms + time_of(parts_.groups[group].tests);
    for (const std::size_t test : parts_.groups[group].needed) {
      sum += members_[at].contains(test) ? 0 : time_of(test);
    }
    return sum;
  }

  [[nodiscard]] std::size_t cheapest_for(std::size_t group) const {
    std::size_t best = 0;
    std::int64_t least = std::numeric_limits<std::int64_t>::max();
    for (std::size_t at = 0; at < shards_.size(); ++at) {
      const std::int64_t sum = time_with(group, at);
      if (sum < least) {
        least = sum;
        best = at;
      }
    }
    return best;
  }

  void place(std::size_t group, std::size_t at) {
    shards_[at].forecast_ms = time_with(group, at);
    const auto& placed = parts_.groups[group];
    members_[at].insert(placed.tests.begin(), placed.tests.end());
    members_[at].insert(placed.needed.begin(), placed.needed.end());
  }

  const std::vector<timed_test>& tests_;
  std::int64_t average_;
  grouped_tests parts_;
  std::vector<shard> shards_;
  std::vector<std::set<std::size_t>> members_;
};

/// For each test, the numbers of the shards that run it, from 1.
std::vector<std::vector<std::size_t>> shards_by_test(
    std::size_t tests, const std::vector<shard>& shards) {
  std::vector<std::vector<std::size_t>> result(tests);
  for (std::size_t at = 0; at < shards.size(); ++at) {
    for (const std::size_t test : shards[at].tests) {
      result[test].push_back(at + 1);
    }
  }
  return result;
}

/// Precedes each part by its length, so that no two plans have the same text.
std::string text_of(const plan_input& input,
                    const std::vector<std::vector<std::size_t>>& shards_of,
                    std::size_t count) {
  std::string text = fmt::format("{} {}\n", to_text(input.how), count);
  for (std::size_t at = 0; at < input.tests.size(); ++at) {
    const timed_test& test = input.tests[at];
    const std::string& name = test.test->name;
    text += fmt::format("{} {}:{}", input.numbers[at], name.size(), name);
    if (input.how == method::time) {
      text += test.ms ? fmt::format(" {} ms", *test.ms) : " no time";
    }
    text += fmt::format(" in {}\n", fmt::join(shards_of[at], ","));
  }
  return text;
}

}  // namespace

const char* to_text(method how) {
  return how == method::time ? "time" : how == method::hash ? "hash" : "slice";
}

std::vector<shard> plan_shards(const std::vector<timed_test>& tests,
                               std::size_t count, method how) {
  planner plan(tests, count);
  switch (how) {
    case method::time:
      plan.place_by_time();
      break;
    case method::hash:
      plan.place_by_name();
      break;
    case method::slice:
      plan.place_in_turn();
      break;
  }
  return plan.result();
}

tools::run_shard describe_shard(const plan_input& input,
                                const std::vector<shard>& shards,
                                std::size_t index) {
  const auto shards_of = shards_by_test(input.tests.size(), shards);
  tools::run_shard result;
  result.index = static_cast<std::int64_t>(index);
  result.count = static_cast<std::int64_t>(shards.size());
  result.by = to_text(input.how);
  result.plan =
      fmt::format("{:016x}", hash_of(text_of(input, shards_of, shards.size())));
  result.all_tests = static_cast<std::int64_t>(input.tests.size());
  for (const std::size_t test : shards[index - 1].tests) {
    result.tests.push_back(input.numbers[test]);
    if (shards_of[test].size() > 1) {
      result.repeated.push_back(input.numbers[test]);
    }
  }
  for (std::size_t at = 0; at < shards.size(); ++at) {
    if (shards[at].tests.empty()) {
      result.empty.push_back(static_cast<std::int64_t>(at) + 1);
    }
  }
  return result;
}

}  // namespace parallel_testing::division
