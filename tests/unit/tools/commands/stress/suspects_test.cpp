// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/stress/suspects.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace parallel_testing::stress_command {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

using names = std::vector<std::string>;
using suggestions = std::vector<tools::suggestion>;

watched_case unsteady_case(const std::string& name) {
  watched_case test;
  test.test.name = test.name = name;
  return test;
}

tools::shared_resource shared_file(const std::string& path,
                                   const std::vector<std::size_t>& tests,
                                   tools::strength rank) {
  tools::shared_resource file;
  file.name = path;
  file.roles = {{{observed::use::write}, false, "writes " + path, tests}};
  file.conflicts = {
      {0, 0, tools::relation::collision, rank, "both write " + path}};
  return file;
}

/// Four tests of Store write orders.db; two of these, and two others, append to
/// a log.
known_sharing watched_suite() {
  known_sharing known;
  for (const char* name : {"Store.Add", "Store.Clear", "Store.Drop",
                           "Store.List", "Log.A", "Log.B"}) {
    tools::watched_test test;
    test.name = test.ctest_name = name;
    known.of.tests.push_back(test);
  }
  known.found.shared = {
      shared_file("/tmp/log", {0, 1, 4, 5}, tools::strength::weak),
      shared_file("/tmp/a b/orders.db", {0, 1, 2, 3}, tools::strength::strong)};
  tools::suggestion remedy;
  remedy.kind = tools::remedy_kind::isolate_tmp;
  remedy.marker = "isolate:tmp";
  remedy.resources = {1};
  known.plan.suggestions = {remedy};
  return known;
}

std::vector<watched_case> unsteady_tests() {
  return {unsteady_case("Log.A"), unsteady_case("Store.Add"),
          unsteady_case("Store.Drop"), unsteady_case("Alone.X")};
}

/// Runs in which Store.Add fails unless one of these markers is applied.
group_runner runner_with(const names& helping) {
  group_runner runner;
  runner.tries = 3;
  runner.run_together =
      [helping](const names&, const suggestions& with) -> std::optional<names> {
    const bool helps =
        std::any_of(with.begin(), with.end(), [&](const auto& each) {
          return std::find(helping.begin(), helping.end(), each.marker) !=
                 helping.end();
        });
    return helps ? names{} : names{"Store.Add"};
  };
  return runner;
}

std::optional<finding> proven(const group_runner& runner) {
  const known_sharing known = watched_suite();
  const auto unsteady = unsteady_tests();
  return prove(suspects_of(unsteady, known).at(0), unsteady, known, runner);
}

TEST(suspects, are_resources_that_several_unsteady_tests_share) {
  const auto found = suspects_of(unsteady_tests(), watched_suite());
  ASSERT_THAT(found, SizeIs(2));
  EXPECT_EQ(found[0].resource, 1U);
  EXPECT_THAT(found[0].unsteady, ElementsAre(1, 2));
  EXPECT_THAT(found[0].tests, ElementsAre("Store.Add", "Store.Clear",
                                          "Store.Drop", "Store.List"));
  EXPECT_EQ(found[1].resource, 0U);
  EXPECT_THAT(found[1].unsteady, ElementsAre(0));
}

TEST(suspects, need_a_test_that_is_unsteady) {
  EXPECT_THAT(suspects_of({unsteady_case("Alone.X")}, watched_suite()),
              IsEmpty());
}

TEST(proof, groups_the_tests_by_what_they_share) {
  const auto found = proven(runner_with({"isolate:tmp"}));
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->why, cause::shared_resource);
  ASSERT_THAT(found->tests, SizeIs(2));
  EXPECT_EQ(found->tests[0].name, "Store.Add");
  EXPECT_THAT(found->others, ElementsAre("Store.Clear", "Store.List"));
  EXPECT_EQ(found->resource, "4 tests of Store write /tmp/a b/orders.db");
  EXPECT_EQ(found->evidence, "both write /tmp/a b/orders.db");
}

TEST(proof, keeps_the_suggested_remedy_if_it_helps) {
  const auto found = proven(runner_with({"isolate:tmp", "lock:orders.db"}));
  ASSERT_THAT(found->tried, SizeIs(1));
  EXPECT_EQ(found->tried[0].marker, "isolate:tmp");
  EXPECT_EQ(found->tried[0].how, trial_result::helps);
}

TEST(proof, tries_one_lock_for_the_resource_if_the_remedy_does_not_help) {
  const auto found = proven(runner_with({"lock:orders.db"}));
  ASSERT_THAT(found->tried, SizeIs(2));
  EXPECT_EQ(found->tried[0].how, trial_result::fails);
  EXPECT_EQ(found->tried[1].marker, "lock:orders.db");
  EXPECT_EQ(found->tried[1].how, trial_result::helps);
}

TEST(proof, reports_that_a_remedy_could_not_be_tried) {
  group_runner runner = runner_with({});
  runner.run_together = [](const names&, const suggestions& with) {
    return with.empty() ? std::optional(names{"Store.Add"}) : std::nullopt;
  };
  const auto found = proven(runner);
  ASSERT_THAT(found->tried, SizeIs(1));
  EXPECT_EQ(found->tried[0].how, trial_result::not_tried);
}

TEST(proof, accepts_the_failure_of_any_test_of_the_resource) {
  group_runner runner = runner_with({});
  runner.run_together = [](const names&, const suggestions& with) {
    return std::optional(with.empty() ? names{"Store.List"} : names{});
  };
  EXPECT_TRUE(proven(runner).has_value());
}

TEST(proof, needs_a_failure_and_tries_several_times) {
  group_runner runner = runner_with({});
  int runs = 0;
  runner.run_together = [&](const names&, const suggestions&) {
    ++runs;
    return std::optional(names{"Log.B"});
  };
  EXPECT_FALSE(proven(runner).has_value());
  EXPECT_EQ(runs, 3);
}

}  // namespace
}  // namespace parallel_testing::stress_command
