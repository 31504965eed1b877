// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/stress/narrow.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

namespace parallel_testing::stress_command {
namespace {

using testing::ElementsAre;
using testing::Le;

std::vector<int> numbers(int count) {
  std::vector<int> result(static_cast<std::size_t>(count));
  std::iota(result.begin(), result.end(), 0);
  return result;
}

/// Holds for what has all of `needed`; counts how often it is asked.
struct needs {
  std::vector<int> needed;
  int* asked;

  bool operator()(const std::vector<int>& some) const {
    ++*asked;
    return std::all_of(needed.begin(), needed.end(), [&](int each) {
      return std::find(some.begin(), some.end(), each) != some.end();
    });
  }
};

TEST(narrowing, finds_the_one_that_decides_by_halves) {
  for (int culprit = 0; culprit < 100; ++culprit) {
    int asked = 0;
    EXPECT_THAT(narrow(numbers(100), needs{{culprit}, &asked}),
                ElementsAre(culprit));
    EXPECT_THAT(asked, Le(14));
  }
}

TEST(narrowing, finds_several_that_only_decide_together) {
  int asked = 0;
  EXPECT_THAT(narrow(numbers(64), needs{{3, 17, 60}, &asked}),
              ElementsAre(3, 17, 60));
  EXPECT_THAT(asked, Le(200));
}

TEST(narrowing, keeps_all_when_all_are_needed) {
  int asked = 0;
  EXPECT_EQ(narrow(numbers(5), needs{numbers(5), &asked}), numbers(5));
}

TEST(narrowing, of_one_asks_nothing) {
  int asked = 0;
  EXPECT_THAT(narrow(numbers(1), needs{{0}, &asked}), ElementsAre(0));
  EXPECT_EQ(asked, 0);
}

}  // namespace
}  // namespace parallel_testing::stress_command
