// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "process/allocation.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <parallel_testing/error.hpp>

namespace parallel_testing {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<std::string> allocations_in(
    const std::map<std::string, std::string>& from) {
  std::vector<std::string> texts;
  for (const allocation& each : read_allocations([&](const char* name) {
         const auto found = from.find(name);
         return found == from.end() ? nullptr : found->second.c_str();
       })) {
    texts.push_back(each.capacity + " " + each.id + " " +
                    std::to_string(each.slots) + " " +
                    std::to_string(each.group));
  }
  return texts;
}

TEST(allocations, C25_of_a_test_without_groups_are_none) {
  EXPECT_THAT(allocations_in({}), IsEmpty());
  EXPECT_THAT(allocations_in({{"CTEST_RESOURCE_GROUP_COUNT", "0"}}), IsEmpty());
}

TEST(allocations, C25_are_all_ids_of_all_groups) {
  EXPECT_THAT(allocations_in(
                  {{"CTEST_RESOURCE_GROUP_COUNT", "3"},
                   {"CTEST_RESOURCE_GROUP_0", "databases,gpu"},
                   {"CTEST_RESOURCE_GROUP_0_DATABASES", "id:03,slots:1"},
                   {"CTEST_RESOURCE_GROUP_0_GPU", "id:a,slots:50;id:b,slots:7"},
                   {"CTEST_RESOURCE_GROUP_1", "databases"},
                   {"CTEST_RESOURCE_GROUP_1_DATABASES", "id:00,slots:1"},
                   {"CTEST_RESOURCE_GROUP_2", "memory"},
                   {"CTEST_RESOURCE_GROUP_2_MEMORY", "id:0,slots:2048"}}),
              ElementsAre("databases 03 1 0", "gpu a 50 0", "gpu b 7 0",
                          "databases 00 1 1", "memory 0 2048 2"));
}

TEST(allocations, do_not_show_how_tests_are_scheduled) {
  EXPECT_THAT(
      allocations_in(
          {{"CTEST_RESOURCE_GROUP_COUNT", "1"},
           {"CTEST_RESOURCE_GROUP_0", "parallel_testing_worker,ports"},
           {"CTEST_RESOURCE_GROUP_0_PARALLEL_TESTING_WORKER", "id:0,slots:1"},
           {"CTEST_RESOURCE_GROUP_0_PORTS", "id:0,slots:3"}}),
      ElementsAre("ports 0 3 0"));
}

TEST(allocations, are_logged_with_how_tests_are_scheduled) {
  const std::map<std::string, std::string> given{
      {"CTEST_RESOURCE_GROUP_COUNT", "1"},
      {"CTEST_RESOURCE_GROUP_0", "parallel_testing_worker"},
      {"CTEST_RESOURCE_GROUP_0_PARALLEL_TESTING_WORKER", "id:0,slots:1"}};
  const auto all = read_all_allocations([&](const char* name) {
    const auto found = given.find(name);
    return found == given.end() ? nullptr : found->second.c_str();
  });
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].capacity, "parallel_testing_worker");
  EXPECT_EQ(all[0].id, "0");
  EXPECT_EQ(all[0].slots, 1U);
}

TEST(allocations, that_are_malformed_are_refused) {
  for (const char* value : {"id:,slots:1", "id:a", "slots:1", "id:a,slots:x",
                            "id:a,slots:99999999999"}) {
    try {
      allocations_in({{"CTEST_RESOURCE_GROUP_COUNT", "1"},
                      {"CTEST_RESOURCE_GROUP_0", "gpu"},
                      {"CTEST_RESOURCE_GROUP_0_GPU", value}});
      FAIL() << value << " was accepted";
    } catch (const error& problem) {
      EXPECT_THAT(problem.what(),
                  HasSubstr(std::string("CTEST_RESOURCE_GROUP_0_GPU='") +
                            value + "' is not in the form that ctest writes"));
    }
  }
  EXPECT_THROW(allocations_in({{"CTEST_RESOURCE_GROUP_COUNT", "-1"}}), error);
}

}  // namespace
}  // namespace parallel_testing
