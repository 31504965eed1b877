// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "shapes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace parallel_testing::benchmark {

namespace {

using sleepers = std::vector<sleeper>;

sleepers operator+(sleepers one, const sleepers& other) {
  one.insert(one.end(), other.begin(), other.end());
  return one;
}

sleepers times(int count, const sleeper& each) {
  return sleepers(static_cast<std::size_t>(count), each);
}

sleeper free_for(int ms) {
  return {ms, {}, "", "", false};
}
sleeper locked(int ms, std::vector<std::string> locks) {
  return {ms, std::move(locks), "", "", false};
}
sleeper reader(int ms, const std::string& lock) {
  return {ms, {}, lock, "", false};
}
sleeper licensed(int ms) {
  return {ms, {}, "", "licences", false};
}
sleeper serial(int ms) {
  return {ms, {}, "", "", true};
}

/// A few tests take most of the time.
sleepers heavy_tailed() {
  sleepers result;
  double ms = 25;
  for (int at = 0; at < 36; ++at, ms *= 1.105) {
    result.push_back(free_for(static_cast<int>(ms)));
  }
  return result;
}

sleepers chains(int count, int length, int ms) {
  sleepers result;
  for (int chain = 0; chain < count; ++chain) {
    result = result + times(length, locked(ms, {fmt::format("l{}", chain)}));
  }
  return result;
}

}  // namespace

std::vector<shape> all_shapes() {
  const sleepers filling = times(36, free_for(200));
  return {
      {"one long chain", filling + times(12, locked(200, {"l"})), 0},
      {"several chains", times(26, free_for(200)) + chains(3, 10, 200), 0},
      {"a chain of unequal tests",
       filling + times(6, locked(100, {"l"})) + times(3, locked(600, {"l"})),
       0},
      {"tests of two chains",
       filling + times(4, locked(200, {"a"})) + times(4, locked(200, {"b"})) +
           times(4, locked(200, {"a", "b"})),
       0},
      {"readers and writers",
       times(16, reader(200, "l")) + times(18, free_for(200)) +
           times(6, locked(200, {"l"})),
       0},
      {"few long poles", times(40, free_for(100)) + times(3, free_for(1600)),
       0},
      {"heavy-tailed times", heavy_tailed(), 0},
      {"a capacity of two", times(24, free_for(200)) + times(20, licensed(200)),
       2},
      {"tests that run alone", filling + times(4, serial(200)), 0},
      {"all of it",
       times(30, free_for(200)) + times(8, licensed(200)) +
           times(9, locked(200, {"l"})) + times(2, free_for(1200)) +
           times(2, serial(200)),
       2},
  };
}

int lower_bound_ms(const shape& of, int jobs) {
  int total = 0;
  int alone = 0;
  int longest = 0;
  std::map<std::string, int> chain;
  std::map<std::string, int> longest_reader;
  int through_capacity = 0;
  for (const sleeper& each : of.tests) {
    if (each.is_serial) {
      alone += each.ms;
      continue;
    }
    total += each.ms;
    longest = std::max(longest, each.ms);
    for (const std::string& lock : each.locks) chain[lock] += each.ms;
    if (!each.reads.empty()) {
      int& known = longest_reader[each.reads];
      known = std::max(known, each.ms);
    }
    if (!each.capacity.empty()) through_capacity += each.ms;
  }
  int bound = std::max((total + jobs - 1) / jobs, longest);
  for (const auto& [lock, ms] : chain) {
    bound = std::max(bound, ms + longest_reader[lock]);
  }
  if (of.capacity > 0) bound = std::max(bound, through_capacity / of.capacity);
  return alone + bound;
}

}  // namespace parallel_testing::benchmark
