// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "verify/targets.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace parallel_testing::verify_command {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr const char* options = R"(
set(option_call [=[parallel_discover_tests(orders_test)]=])
set(option_executable [=[/b/orders_test]=])
set(option_current_binary_dir [=[/b]=])
set(option_working_directory [=[]=])
set(option_dist [=[]=])
set(option_batch [=[]=])
set(option_crosscompiling [=[FALSE]=])
set(option_test_filter [=[A.*]=])
set(option_test_spec "")
list(APPEND option_test_spec [=[a b]=])
list(APPEND option_test_spec [=[[fast]]=])
set(option_launcher "")
set(_parallel_item [=[]=])
list(APPEND option_launcher ${_parallel_item})
)";

TEST(target, is_read_from_what_the_call_left) {
  const test_target target =
      read_target({options, R"(parallel_manifest(1 catch2 2.13.10)
parallel_file([=[/s/a.cpp]=])
parallel_case([=[a, b]=] [=[a\, b]=] 3 [=[]=] [=[]=])
)"});
  EXPECT_EQ(target.call, "parallel_discover_tests(orders_test)");
  EXPECT_EQ(target.executable, "/b/orders_test");
  EXPECT_EQ(target.directory, "/b");
  EXPECT_EQ(target.framework, "catch2");
  EXPECT_EQ(target.framework_version, "2.13.10");
  EXPECT_EQ(target.filter, "A.*");
  EXPECT_THAT(target.spec, ElementsAre("a b", "[fast]"));
  EXPECT_TRUE(target.runs_here);
  EXPECT_FALSE(target.shares_processes);
  ASSERT_EQ(target.cases.size(), 1U);
  EXPECT_EQ(target.cases[0].name, "a, b");
  EXPECT_EQ(target.cases[0].selector, "a\\, b");
}

TEST(target, that_needs_an_emulator_does_not_run_here) {
  const test_target target = read_target({R"(set(option_launcher "")
set(_parallel_item [=[qemu]=])
list(APPEND option_launcher ${_parallel_item})
)",
                                          ""});
  EXPECT_FALSE(target.runs_here);
  EXPECT_FALSE(
      read_target({"set(option_crosscompiling [=[TRUE]=])", ""}).runs_here);
}

TEST(target, shares_processes_by_DIST_and_BATCH) {
  EXPECT_TRUE(
      read_target({"set(option_dist [=[loadscope]=])", ""}).shares_processes);
  EXPECT_TRUE(read_target({"set(option_batch [=[50]=])", ""}).shares_processes);
  EXPECT_FALSE(
      read_target({"set(option_dist [=[load]=])", ""}).shares_processes);
}

TEST(target, that_was_never_built_has_no_cases) {
  const test_target target = read_target({options, ""});
  EXPECT_EQ(target.framework, "");
  EXPECT_THAT(target.cases, IsEmpty());
}

}  // namespace
}  // namespace parallel_testing::verify_command
