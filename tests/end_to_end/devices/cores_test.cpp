// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "support/sandbox.hpp"

namespace parallel_testing::support {
namespace {

using testing::Contains;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

std::vector<std::string> affinities_in(const ctest_result& result) {
  std::vector<std::string> found;
  for (const tools::event& each : result.events) {
    const auto* const start = each.body.get_if<tools::process_start>();
    if (start != nullptr) {
      found.push_back(start->affinity);
    }
  }
  return found;
}

std::size_t pinned_tests_in(const ctest_result& result) {
  return static_cast<std::size_t>(std::count_if(
      result.events.begin(), result.events.end(),
      [](const tools::event& each) { return each.body.is<tools::pinned>(); }));
}

/// Without what limits the threads of this test.
struct cores : testing::Test {
  void SetUp() override {
    for (const char* const name :
         {"OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS",
          "RAYON_NUM_THREADS", "OMP_PLACES", "OMP_PROC_BIND"}) {
      box.unset(name);
    }
  }
  sandbox box{E2E_BUILD};
};

TEST_F(cores, C108_of_pinned_tests_are_never_shared) {
  const ctest_result result = box.ctest({"-j8", "-R", "^pinned"});
  EXPECT_EQ(what_went_wrong(result), "");
  EXPECT_EQ(pinned_tests_in(result), 7U);
  EXPECT_THAT(result.noted("threads"), Contains("1 1 1 1"));
  EXPECT_THAT(result.noted("places"), Each(HasSubstr(" close")));
}

TEST_F(cores, C108_of_pinned_tests_are_never_shared_by_two_runs_at_once) {
  running_ctest first = box.start_ctest({"-j8", "-R", "^pinned"});
  running_ctest second = box.start_ctest({"-j8", "-R", "^pinned"});
  const std::vector<ctest_result> results = {first.wait(), second.wait()};
  EXPECT_EQ(what_went_wrong(results), "");
  for (const ctest_result& each : results) {
    EXPECT_EQ(pinned_tests_in(each), 7U);
  }
}

/// Another state directory stands for another user, whose workers have the same
/// numbers.
TEST_F(cores, C108_of_pinned_tests_are_never_shared_by_two_users) {
  sandbox other(E2E_BUILD);
  running_ctest first = box.start_ctest({"-j8", "-R", "^pinned"});
  running_ctest second = other.start_ctest({"-j8", "-R", "^pinned"});
  const std::vector<ctest_result> results = {first.wait(), second.wait()};
  for (const ctest_result& each : results) {
    EXPECT_EQ(pinned_tests_in(each), 7U);
  }
  EXPECT_THAT(what_was_shared(results),
              Not(HasSubstr("used by two pinned tests")));
}

TEST_F(cores, C108_are_free_without_pinning_but_threads_are_limited) {
  const ctest_result result = box.ctest({"-R", "^free$"});
  EXPECT_EQ(what_went_wrong(result), "");
  EXPECT_EQ(pinned_tests_in(result), 0U);
  EXPECT_THAT(result.noted("threads"), ElementsAre("2 2 2 2"));
  EXPECT_THAT(result.noted("places"), ElementsAre(" "));
  EXPECT_EQ(affinities_in(result), result.noted("processors"));
}

TEST_F(cores, C108_keep_what_the_user_set) {
  box.set("OMP_NUM_THREADS", "1");
  box.set("OMP_PROC_BIND", "spread");
  const ctest_result result = box.ctest({"-R", "^(free|pinned.1)$"});
  EXPECT_EQ(what_went_wrong(result), "");
  EXPECT_THAT(result.noted("threads"), Contains("1 2 2 2"));
  EXPECT_THAT(result.noted("places"), Contains(HasSubstr(" spread")));
}

TEST_F(cores, C108_are_not_pinned_where_the_user_forbids_it) {
  box.set("PARALLEL_TESTING_PINNING", "off");
  const ctest_result result = box.ctest({"-j8", "-R", "^pinned"});
  EXPECT_EQ(what_went_wrong(result), "");
  EXPECT_EQ(pinned_tests_in(result), 0U);
  EXPECT_THAT(result.noted("places"), Each(" "));
  EXPECT_THAT(result.noted("threads"), SizeIs(7));
}

}  // namespace
}  // namespace parallel_testing::support
