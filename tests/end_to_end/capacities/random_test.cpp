// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "support/sandbox.hpp"

namespace parallel_testing::support {
namespace {

using usage = std::map<std::string, std::int64_t>;

/// The greatest number of slots of each capacity that were held at a time.
usage greatest_usage(const tools::timeline& history) {
  struct change {
    std::int64_t at_ns;
    std::int64_t slots;  // what ends goes before what begins then
    std::string capacity;
    bool operator<(const change& other) const {
      return std::tie(at_ns, slots) < std::tie(other.at_ns, other.slots);
    }
  };
  std::vector<change> changes;
  for (const tools::grant& given : history.grants) {
    const auto& [capacity, id, slots] = given.what;
    changes.push_back({given.begin_ns, slots, capacity});
    changes.push_back({given.end_ns, -slots, capacity});
  }
  std::sort(changes.begin(), changes.end());
  usage now;
  usage greatest;
  for (const change& next : changes) {
    now[next.capacity] += next.slots;
    std::int64_t& most = greatest[next.capacity];
    most = std::max(most, now[next.capacity]);
  }
  return greatest;
}

TEST(capacities, C25_are_never_exceeded_by_500_random_tests_at_16_at_a_time) {
  sandbox box(E2E_BUILD);
  const ctest_result result = box.ctest({"-j16", "--schedule-random"});
  EXPECT_EQ(what_went_wrong(result), "");
  EXPECT_EQ(result.passed().size(), 500U);

  const usage greatest = greatest_usage(result.history());
  // Five of the project, and the one that schedules the readers.
  EXPECT_EQ(greatest.size(), 6U);
  EXPECT_EQ(greatest.at("licences"), 2) << "nothing was scarce";
  EXPECT_EQ(greatest.at("databases"), 3) << "nothing was scarce";
}

}  // namespace
}  // namespace parallel_testing::support
