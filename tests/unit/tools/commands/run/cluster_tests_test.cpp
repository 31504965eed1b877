// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/run/cluster_tests.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace parallel_testing::run_command {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(numbers_in_list, are_those_of_tests_in_every_form_of_ctest) {
  EXPECT_THAT(numbers_in_list("Test project /b\n"
                              "Constructing a list of tests\n"
                              "\n"
                              "1: Test command: /bin/sh\n"
                              "1: Working Directory: /b\n"
                              "  Test   #1: a\n"
                              "  Test  #12: Test #3: x (Disabled)\n"
                              "  Test #123: two\n"
                              "lines\n"
                              "\n"
                              "Total Tests: 3\n"),
              ElementsAre(1, 12, 123));
  EXPECT_THAT(numbers_in_list("  Test #: a\nTest #3: b\n"), IsEmpty());
}

TEST(with_own_log, no_two_nodes_write_one_file) {
  EXPECT_THAT(with_own_log({"-O", "log", "-R", "-O"}, "n1"),
              ElementsAre("-O", "log.n1", "-R", "-O"));
  EXPECT_THAT(with_own_log({"-R", "x", "--", "-O", "log"}, "n1"),
              ElementsAre("-R", "x", "--", "-O", "log"));
  EXPECT_THAT(with_own_log({"--output-log=a b"}, "n2"),
              ElementsAre("--output-log=a b.n2"));
}

TEST(cluster_tests, are_found_by_their_numbers) {
  cluster_tests tests;
  tests.all.resize(2);
  tests.all[1].name = "b";
  tests.numbers = {3, 7};
  ASSERT_NE(tests.find(7), nullptr);
  EXPECT_EQ(tests.find(7)->name, "b");
  EXPECT_EQ(tests.find(4), nullptr);
  EXPECT_EQ(tests.find(8), nullptr);
}

}  // namespace
}  // namespace parallel_testing::run_command
