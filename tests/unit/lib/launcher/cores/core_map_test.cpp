// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "cores/core_map.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "cores/pinning.hpp"

namespace parallel_testing::launcher {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// Two nodes with two cores each, and two processors for each core.
std::string file_of_machine(const std::string& path) {
  static const std::map<std::string, std::string> files = {
      {"devices/system/node/online", "0-1\n"},
      {"devices/system/node/node0/cpulist", "0-1,4-5\n"},
      {"devices/system/node/node1/cpulist", "2-3,6-7\n"},
      {"devices/system/cpu/cpu0/topology/thread_siblings_list", "0,4\n"},
      {"devices/system/cpu/cpu1/topology/thread_siblings_list", "1,5\n"},
      {"devices/system/cpu/cpu2/topology/thread_siblings_list", "2,6\n"},
      {"devices/system/cpu/cpu3/topology/thread_siblings_list", "3,7\n"},
      {"devices/system/cpu/cpu4/topology/thread_siblings_list", "0,4\n"},
      {"devices/system/cpu/cpu5/topology/thread_siblings_list", "1,5\n"},
      {"devices/system/cpu/cpu6/topology/thread_siblings_list", "2,6\n"},
      {"devices/system/cpu/cpu7/topology/thread_siblings_list", "3,7\n"}};
  const auto found = files.find(path);
  return found == files.end() ? "" : found->second;
}

std::vector<core> machine() {
  return cores_of({0, 1, 2, 3, 4, 5, 6, 7}, file_of_machine);
}

std::vector<unsigned> numbers_of(const std::vector<core>& cores) {
  std::vector<unsigned> numbers;
  for (const core& each : cores) {
    numbers.push_back(each.number);
  }
  return numbers;
}

TEST(processors, are_read_from_lists_of_the_kernel) {
  EXPECT_THAT(parse_processors("0-3,8"), ElementsAre(0, 1, 2, 3, 8));
  EXPECT_THAT(parse_processors("5,1,1-2"), ElementsAre(1, 2, 5));
  EXPECT_THAT(parse_processors(""), IsEmpty());
  EXPECT_THAT(parse_processors("x,3-,-2,4-3,99999,7"), ElementsAre(7));
  EXPECT_EQ(list_of_processors({0, 1, 2, 3, 8, 10, 11}), "0-3,8,10-11");
  EXPECT_EQ(list_of_processors({}), "");
}

TEST(core_map, C108_a_core_has_all_its_processors) {
  const std::vector<core> cores = machine();
  EXPECT_THAT(numbers_of(cores), ElementsAre(0, 1, 2, 3));
  EXPECT_THAT(cores[1].processors, ElementsAre(1, 5));
  EXPECT_EQ(cores[1].node, 0);
  EXPECT_EQ(cores[2].node, 1);
}

TEST(core_map,
     C108_a_core_has_one_number_whichever_of_its_processors_are_left) {
  const std::vector<core> cores = cores_of({5, 6}, file_of_machine);
  EXPECT_THAT(numbers_of(cores), ElementsAre(1, 2));
  EXPECT_THAT(cores[0].processors, ElementsAre(5));
}

TEST(core_map, has_a_core_for_each_processor_where_nothing_is_known) {
  const std::vector<core> cores =
      cores_of({3, 9}, [](const std::string&) { return std::string(); });
  EXPECT_THAT(numbers_of(cores), ElementsAre(3, 9));
  EXPECT_EQ(cores[0].node, 0);
}

TEST(core_map, C108_cores_of_one_node_come_first) {
  std::vector<core> free = machine();
  EXPECT_THAT(numbers_of(choose_cores(free, 2)), ElementsAre(0, 1));
  free.erase(free.begin());
  EXPECT_THAT(numbers_of(choose_cores(free, 2)), ElementsAre(2, 3));
  EXPECT_THAT(numbers_of(choose_cores(free, 1)), ElementsAre(1))
      << "the node with the fewest free cores that suffices";
  EXPECT_THAT(numbers_of(choose_cores(free, 3)), ElementsAre(2, 3, 1));
  EXPECT_THAT(choose_cores(free, 4), IsEmpty());
}

TEST(core_map, names_processors_and_places) {
  const std::vector<core> chosen = choose_cores(machine(), 2);
  EXPECT_THAT(processors_of(chosen), ElementsAre(0, 1, 4, 5));
  EXPECT_EQ(places_of(chosen), "{0,4},{1,5}");
}

TEST(pinning, is_requested_by_the_marker_and_forbidden_by_the_environment) {
  const marker_list pinned = {parse_marker("slow"),
                              parse_marker("threads:4:pinned")};
  EXPECT_TRUE(is_pinned(pinned, ""));
  EXPECT_FALSE(is_pinned(pinned, "off"));
  EXPECT_FALSE(is_pinned({parse_marker("threads:4")}, ""));
  EXPECT_EQ(threads_of(pinned), 4U);
  EXPECT_EQ(threads_of({parse_marker("slow")}), 0U);
}

TEST(affinity, is_what_this_process_may_use) {
  EXPECT_FALSE(affinity_of(0).empty());
  EXPECT_TRUE(set_affinity(affinity_of(0)));
  EXPECT_FALSE(set_affinity({}));
}

}  // namespace
}  // namespace parallel_testing::launcher
