// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "shown_frames.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace parallel_testing::stacks {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const frame in_library = {"pthread_mutex_lock", "", 0, "/lib/libc.so.6"};
const frame in_standard_header = {"std::mutex::lock()",
                                  "/usr/include/c++/12/bits/std_mutex.h", 100,
                                  "/b/test"};
const frame in_project = {"take()", "/src/take.cpp", 7, "/b/test"};
const frame in_test = {"Orders_Wait_Test::TestBody()", "/src/orders.cpp", 20,
                       "/b/test"};
const frame in_framework = {"testing::Test::Run()", "", 0, "/b/test"};
const frame in_main = {"main", "/src/main.cpp", 3, "/b/test"};

TEST(shown_frames_of_a_stack, are_those_of_the_project_above_the_framework) {
  EXPECT_THAT(shown_frames({in_library, in_standard_header, in_project, in_test,
                            in_framework, in_main}),
              ElementsAre(2, 3));
}

TEST(shown_frames_of_a_stack, include_main_where_no_test_runs) {
  EXPECT_THAT(shown_frames({in_library, in_framework, in_main}),
              ElementsAre(2));
}

TEST(shown_frames_of_a_stack, are_the_innermost_where_none_is_of_the_project) {
  EXPECT_THAT(shown_frames({in_library, in_standard_header}),
              ElementsAre(0, 1));
  EXPECT_THAT(shown_frames({}), IsEmpty());
}

TEST(shown_frames_of_a_stack, are_not_those_of_the_c_library_with_debug_info) {
  EXPECT_FALSE(is_of_project({"futex_wait", "./nptl/futex.c", 57, "libc"}));
  EXPECT_FALSE(
      is_of_project({"f", "../sysdeps/unix/sysv/linux/read.c", 26, "libc"}));
  EXPECT_TRUE(is_of_project(in_project));
}

TEST(shown_frames_of_a_stack, may_have_no_debug_information) {
  EXPECT_TRUE(is_of_project({"take()", "", 0, "/b/libtake.so"}));
  EXPECT_FALSE(is_of_project({"std::terminate()", "", 0, "/b/test"}));
  EXPECT_FALSE(is_of_project({"_start", "", 0, "/b/test"}));
  EXPECT_FALSE(is_of_project({"", "", 0, "/b/test"}));
  EXPECT_FALSE(is_of_project({"read", "", 0, "/lib/libc.so.6"}));
}

TEST(text_of_stacks, has_equal_stacks_once_and_the_projects_first) {
  const process_stacks process = {12,
                                  "test --all",
                                  {{1, "waits", {in_library}, ""},
                                   {2, "works", {in_library, in_project}, ""},
                                   {3, "works", {in_library, in_project}, ""},
                                   {4, "lost", {}, "no stack: why"}}};
  EXPECT_EQ(text_of(process),
            "  process 12: test --all\n"
            "    thread 2 'works' and 1 more, in pthread_mutex_lock:\n"
            "      #1 take() at /src/take.cpp:7\n"
            "    thread 1 'waits', in pthread_mutex_lock:\n"
            "      #0 pthread_mutex_lock in /lib/libc.so.6\n"
            "    thread 4 'lost':\n"
            "      (no stack: why)\n");
}

}  // namespace
}  // namespace parallel_testing::stacks
