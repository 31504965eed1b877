// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "sharing/kept_apart.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/tools/sharing/forged_observation.hpp"

namespace parallel_testing::tools {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// Tests that all write one file, and so collide unless CTest keeps them apart.
struct writers {
  forged_suite suite;

  watched_test& add(const std::string& name) {
    suite.test(name).file("/tmp/x", writes_again);
    return suite.of.tests.back();
  }

  /// "AB" for each pair that CTest may run at the same time.
  [[nodiscard]] std::vector<std::string> pairs() const {
    std::vector<std::string> result;
    for (const shared_resource& each : conclude(suite.of).shared) {
      for_each_pair(suite.of, each, [&](const conflict_pair& pair) {
        result.push_back(suite.of.tests[pair.first].name +
                         suite.of.tests[pair.second].name);
      });
    }
    return result;
  }
};

TEST(kept_apart, C93_tests_without_properties_may_run_at_the_same_time) {
  writers given;
  given.add("A");
  given.add("B");
  EXPECT_THAT(given.pairs(), ElementsAre("AB"));
}

TEST(kept_apart, C93_tests_with_one_resource_lock_take_turns) {
  writers given;
  given.add("A").locks = {"orders", "x"};
  given.add("B").locks = {"x", "users"};
  given.add("C").locks = {"y"};
  EXPECT_THAT(given.pairs(), ElementsAre("AC", "BC"));
}

TEST(kept_apart, C93_test_that_runs_serially_runs_alone) {
  writers given;
  given.add("A").runs_serial = true;
  given.add("B");
  given.add("C").markers = {"no_parallel"};
  EXPECT_THAT(given.pairs(), IsEmpty());
  EXPECT_TRUE(conclude(given.suite.of).shared.empty());
}

TEST(kept_apart, C93_locks_of_markers_exclude_unless_both_are_shared) {
  writers given;
  given.add("A").markers = {"lock:g"};
  given.add("B").markers = {"lock:g:shared"};
  given.add("C").markers = {"lock:g:shared"};
  given.add("D").markers = {"no_parallel:g"};
  given.add("E").locks = {"g"};
  EXPECT_THAT(given.pairs(), ElementsAre("BC"));
}

TEST(kept_apart, C93_databases_and_ports_of_markers_exclude) {
  writers given;
  given.add("A").markers = {"database:orders"};
  given.add("B").markers = {"database:orders:shared"};
  given.add("C").markers = {"database"};
  given.add("D").markers = {"port:80", "database"};
  given.add("E").markers = {"port:80"};
  EXPECT_THAT(given.pairs(),
              testing::UnorderedElementsAre("AC", "AD", "AE", "BC", "BD", "BE",
                                            "CD", "CE"));
}

TEST(kept_apart, C93_dependences_are_transitive) {
  writers given;
  given.add("A");
  given.add("B").depends = {"A"};
  given.add("C").depends = {"B"};
  given.add("D").depends = {"missing", "D"};
  EXPECT_THAT(given.pairs(), testing::UnorderedElementsAre("AD", "BD", "CD"));
}

TEST(kept_apart, C93_fixture_is_set_up_before_and_cleaned_up_after_its_tests) {
  writers given;
  given.add("S").fixtures_setup = {"f"};
  given.add("A").fixtures_required = {"f"};
  given.add("B").fixtures_required = {"f"};
  given.add("C").fixtures_cleanup = {"f"};
  given.add("O").fixtures_required = {"other"};
  EXPECT_THAT(given.pairs(),
              testing::UnorderedElementsAre("AB", "SO", "AO", "BO", "CO"));
}

TEST(kept_apart, C93_fixtures_and_dependences_combine) {
  writers given;
  given.add("A");
  watched_test& set_up = given.add("S");
  set_up.fixtures_setup = {"f"};
  set_up.depends = {"A"};
  given.add("B").fixtures_required = {"f"};
  EXPECT_THAT(given.pairs(), IsEmpty());
}

TEST(kept_apart, C93_circle_of_dependences_ends) {
  writers given;
  given.add("A").depends = {"B"};
  given.add("B").depends = {"A"};
  given.add("C");
  EXPECT_THAT(given.pairs(), testing::UnorderedElementsAre("AC", "BC"));
}

// Each may become a test of CTest.
TEST(kept_apart, C93_cases_that_were_watched_alone_are_pairs) {
  writers given;
  given.add("A").ctest_name = "program";
  given.add("B").ctest_name = "program";
  EXPECT_THAT(given.pairs(), ElementsAre("AB"));
}

TEST(kept_apart, first_pair_is_one_that_nothing_keeps_apart) {
  forged_suite suite;
  suite.test("A")->locks = {"x"};
  suite.test("B")->locks = {"x"};
  suite.test("C");
  const sharing_rules::kept_apart apart(suite.of);
  EXPECT_EQ(apart.first_pair({0, 1}, {0, 1}), std::nullopt);
  EXPECT_EQ(apart.first_pair({0, 1}, {0, 1, 2}),
            std::pair(std::size_t{0}, std::size_t{2}));
  EXPECT_EQ(apart.first_pair({2}, {2}), std::nullopt);
}

}  // namespace
}  // namespace parallel_testing::tools
