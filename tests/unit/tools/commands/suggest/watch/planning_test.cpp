// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/suggest/watch/planning.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace parallel_testing::suggest_command {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

tools::listed_test listed(const std::string& name,
                          const std::string& directory = "/b") {
  tools::listed_test test;
  test.name = name;
  test.command = {"/b/" + name, "--all"};
  test.properties["WORKING_DIRECTORY"] = {directory};
  return test;
}

TEST(suggest_plan, has_one_start_and_one_record_for_each_test) {
  const auto plan = plan_tests({listed("a"), listed("b")}, {}, "/r");
  ASSERT_EQ(plan.size(), 2U);
  EXPECT_EQ(plan[1].program, "/b/b");
  ASSERT_EQ(plan[1].starts.size(), 1U);
  EXPECT_EQ(plan[1].starts[0].name, "b");
  EXPECT_EQ(plan[1].starts[0].record, "/r/2.ndjson");
}

TEST(suggest_plan, has_one_start_for_each_case) {
  const auto plan =
      plan_tests({listed("a"), listed("b"), listed("c")},
                 {{}, {{"x", "--f=x"}, {"y", "--f=y"}}, {}}, "/r");
  ASSERT_EQ(plan[1].starts.size(), 2U);
  EXPECT_EQ(plan[1].starts[1].name, "b/y");
  EXPECT_EQ(plan[1].starts[1].argument, "--f=y");
  EXPECT_EQ(plan[1].starts[1].selection, "y");
  EXPECT_EQ(plan[1].starts[1].record, "/r/2-2.ndjson");
  const auto starts = starts_of(plan);
  ASSERT_EQ(starts.size(), 4U);
  EXPECT_EQ(starts[3].test, 2U);
}

TEST(suggest_plan, keeps_a_test_without_a_program_as_it_is) {
  tools::listed_test missing = listed("a");
  missing.command.clear();
  EXPECT_EQ(plan_tests({missing}, {}, "/r")[0].program, "");
}

TEST(suggest_plan, separates_tests_in_one_working_directory) {
  tools::listed_test alone = listed("c", "/b/private");
  alone.properties["ENVIRONMENT"] = {"A=b",
                                     "PARALLEL_TESTING_PRIVATE_DIRECTORY=/s"};
  const std::vector<tools::listed_test> tests{listed("a"), listed("b"), alone,
                                              listed("d", "/other")};
  auto plan = plan_tests(tests, {}, "/r");
  separate_directories(plan, tests);
  EXPECT_EQ(plan[0].lock, plan[1].lock);
  EXPECT_NE(plan[0].lock, "");
  EXPECT_EQ(plan[2].lock, "");
  EXPECT_NE(plan[3].lock, plan[0].lock);
}

TEST(suggest_plan, finds_selected_tests_with_one_name_by_their_order) {
  tools::listed_test second = listed("a", "/b/sub");
  EXPECT_THAT(places_of({second}, {listed("a"), second}), ElementsAre(1U));
  EXPECT_THAT(places_of({listed("a"), listed("c")},
                        {listed("a"), listed("b"), listed("c")}),
              ElementsAre(0U, 2U));
  EXPECT_THAT(places_of({}, {listed("a")}), IsEmpty());
}

TEST(suggest_plan, knows_what_keeps_tests_apart) {
  tools::listed_test test = listed("a");
  test.file = "/s/CMakeLists.txt";
  test.line = 4;
  test.properties["RESOURCE_LOCK"] = {"db"};
  test.properties["DEPENDS"] = {"before"};
  test.properties["FIXTURES_SETUP"] = {"up"};
  test.properties["FIXTURES_CLEANUP"] = {"down"};
  test.properties["FIXTURES_REQUIRED"] = {"one", "two"};
  test.properties["RUN_SERIAL"] = {"true"};
  const tools::watched_test known =
      describe(test, tools::discovered_index(tools::discovery()));
  EXPECT_EQ(known.executable, "/b/a");
  EXPECT_EQ(known.line, 4);
  EXPECT_THAT(known.locks, ElementsAre("db"));
  EXPECT_THAT(known.depends, ElementsAre("before"));
  EXPECT_THAT(known.fixtures_setup, ElementsAre("up"));
  EXPECT_THAT(known.fixtures_cleanup, ElementsAre("down"));
  EXPECT_THAT(known.fixtures_required, ElementsAre("one", "two"));
  EXPECT_TRUE(known.runs_serial);
  EXPECT_FALSE(known.has_private_directory);
}

TEST(suggest_plan, knows_target_and_markers_of_a_registered_test) {
  tools::listed_test test = listed("orders");
  test.command = {"/b/orders_test", "--gtest_filter=Orders.Export"};
  tools::discovered_target target;
  target.call = "parallel_discover_tests(orders_test)";
  target.executable = "/b/orders_test";
  target.markers = {"db", "unit"};
  tools::discovered_case only;
  only.name = only.selector = "Orders.Export";
  only.markers = {"port:80", "unit"};
  target.cases = {only};
  tools::discovery found;
  found.targets = {target};
  const tools::watched_test known =
      describe(test, tools::discovered_index(found));
  EXPECT_EQ(known.target, "orders_test");
  EXPECT_THAT(known.cases, ElementsAre("Orders.Export"));
  EXPECT_THAT(known.markers, ElementsAre("port:80", "unit", "db"));
}

}  // namespace
}  // namespace parallel_testing::suggest_command
