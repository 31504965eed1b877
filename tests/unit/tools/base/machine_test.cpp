// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "base/machine.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace parallel_testing::tools {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::IsEmpty;

/// The system files of a machine of one's choice.
struct system_files {
  std::string root = testing::TempDir() + "root";

  void add(const std::string& path, const std::string& text) const {
    const fs::path file = root + path;
    fs::create_directories(file.parent_path());
    std::ofstream(file) << text;
  }
};

TEST(machine, C66_lists_of_processors_are_counted) {
  EXPECT_EQ(count_processors("0-3,8"), 5);
  EXPECT_EQ(count_processors("7"), 1);
  EXPECT_EQ(count_processors(""), 0);
  EXPECT_EQ(count_processors("3-1,x,-"), 0);
}

TEST(machine, C66_affinity_is_limited_by_the_quota_of_control_groups_v2) {
  const system_files here;
  here.add("/proc/self/status", "Name:\tx\nCpus_allowed_list:\t0-7\n");
  EXPECT_EQ(available_processors(here.root).number, 8);
  EXPECT_EQ(available_processors(here.root).by, "8 processors");
  here.add("/proc/self/cgroup", "0::/a/b\n");
  here.add("/sys/fs/cgroup/a/b/cpu.max", "max 100000\n");
  EXPECT_EQ(available_processors(here.root).number, 8);
  here.add("/sys/fs/cgroup/a/cpu.max", "250000 100000\n");
  EXPECT_EQ(available_processors(here.root).number, 3);
  EXPECT_EQ(available_processors(here.root).by,
            "the quota of the control group");
}

TEST(machine, C66_the_quota_of_control_groups_v1_also_counts) {
  const system_files here;
  here.add("/proc/self/status", "Cpus_allowed_list:\t0-7\n");
  here.add("/proc/self/cgroup", "5:cpu,cpuacct:/job\n1:memory:/job\n");
  here.add("/sys/fs/cgroup/cpu,cpuacct/job/cpu.cfs_quota_us", "200000\n");
  here.add("/sys/fs/cgroup/cpu,cpuacct/job/cpu.cfs_period_us", "100000\n");
  EXPECT_EQ(available_processors(here.root).number, 2);
}

TEST(machine, C66_memory_is_that_of_the_machine_or_the_control_group) {
  const system_files here;
  here.add("/proc/meminfo", "MemTotal:       8388608 kB\n");
  EXPECT_EQ(available_memory(here.root), 8192);
  here.add("/proc/self/cgroup", "0::/job\n");
  here.add("/sys/fs/cgroup/job/memory.max", "max\n");
  here.add("/sys/fs/cgroup/memory.max", "1073741824\n");
  EXPECT_EQ(available_memory(here.root), 1024);
  EXPECT_EQ(available_memory("/nonexistent"), 0);
}

TEST(machine, C66_memory_markers_limit_how_many_tests_fit) {
  EXPECT_EQ(tests_within_memory({}, 1000), 0);
  EXPECT_EQ(tests_within_memory({100, 900, 500, 10}, 1000), 1);
  EXPECT_EQ(tests_within_memory({100, 800, 100, 10}, 1000), 3);
  EXPECT_EQ(tests_within_memory({2000}, 1000), 1);
  EXPECT_EQ(tests_within_memory({10, 10}, 1000), 0);
  EXPECT_EQ(tests_within_memory({10, 10}, 0), 0);
}

TEST(machine, memory_markers_are_read_unless_ctest_schedules_by_them) {
  const std::string build = testing::TempDir() + "build";
  fs::create_directories(build + "/parallel_testing/index");
  std::ofstream(build + "/parallel_testing/index/a.cmake")
      << "_parallel_bound_test(1_2 \"x,=memory 2048\" \"\")\n"
         "_parallel_bound_test(1_3 \"=ports 3\" \"\")\n"
         "_parallel_bound_test(1_4 \"=memory 512,y\" \"slow\")\n";
  EXPECT_THAT(memory_requests(build), ElementsAre(2048, 512));
  std::ofstream(build + "/parallel_testing/capacities.cmake")
      << "set(_parallel_capacities \"memory\")\n"
         "set(_parallel_capacity_memory \"auto\")\n";
  EXPECT_THAT(memory_requests(build), IsEmpty());
  EXPECT_THAT(memory_requests("/nonexistent"), IsEmpty());
}

TEST(machine, C66_auto_is_the_least_of_all_limits) {
  job_limits known;
  known.processors = {8, "8 processors"};
  EXPECT_EQ(automatic_jobs(known).number, 8);
  known.jobs_variable = "auto";
  EXPECT_EQ(automatic_jobs(known).number, 8);
  known.jobs_variable = "6";
  EXPECT_EQ(automatic_jobs(known).number, 6);
  EXPECT_EQ(automatic_jobs(known).by, "PARALLEL_TESTING_JOBS");
  known.memory_requests = {400, 400, 400};
  known.memory = 1000;
  EXPECT_EQ(automatic_jobs(known).number, 2);
  EXPECT_EQ(automatic_jobs(known).by, "memory: markers, 1000 MiB");
  known.jobs_variable = "16";
  known.memory = 0;
  EXPECT_EQ(automatic_jobs(known).number, 8);
}

}  // namespace
}  // namespace parallel_testing::tools
