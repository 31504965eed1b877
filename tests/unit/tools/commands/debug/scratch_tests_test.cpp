// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What ctest lists in a scratch tree.
#include "commands/debug/scratch_tests.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <parallel_testing/temp_dir.hpp>
#include <string>
#include <vector>

#include "commands/suggest/watch/scratch_tree.hpp"
#include "ctest/ctest_query.hpp"

namespace parallel_testing::debug_command {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

std::vector<tools::listed_test> listed(const std::string& tests,
                                       const replaced_command& replaced) {
  const temp_dir build("b");
  std::ofstream(build / "CTestTestfile.cmake") << tests;
  const suggest_command::scratch_tree scratch(build.path().string(),
                                              CTEST_PROGRAM);
  scratch.set_script(scratch_tests(build.path().string(), "/run", replaced));
  return tools::query_tests(scratch.path());
}

const std::vector<std::string> words = {"/bin/echo", "a \"$b\"; \\c", ""};

TEST(scratch_tests, C97_replace_the_command_of_one_test_only) {
  const auto tests =
      listed("add_test(one /bin/true 1)\nadd_test(two /bin/true 2)\n",
             {"two", 1, words});
  ASSERT_THAT(tests, SizeIs(2));
  EXPECT_THAT(tests[0].command, ElementsAre("/bin/true", "1"));
  EXPECT_THAT(tests[1].command, ElementsAre("/bin/echo", words[1], ""));
}

TEST(scratch_tests, C97_the_test_has_no_time_limit) {
  const auto tests = listed(
      "add_test(one /bin/true)\nset_tests_properties(one PROPERTIES TIMEOUT 3 "
      "FIXTURES_REQUIRED f)\n",
      {"one", 1, words});
  EXPECT_THAT(tests.at(0).items("TIMEOUT"), ElementsAre("10000000.0"));
  EXPECT_THAT(tests.at(0).items("FIXTURES_REQUIRED"), ElementsAre("f"));
  EXPECT_THAT(tests.at(0).items("ENVIRONMENT"), SizeIs(0));
}

TEST(scratch_tests, C97_a_launcher_stays_before_the_command) {
  const auto tests = listed(
      "set(_parallel_launcher /bin/cat)\n"
      "add_test(one /bin/cat --markers=lock:a -- /bin/true 1)\n",
      {"one", 1, words});
  EXPECT_THAT(tests.at(0).command,
              ElementsAre("/bin/cat", "--markers=lock:a", "--", "/bin/echo",
                          words[1], ""));
  EXPECT_THAT(tests.at(0).items("ENVIRONMENT"),
              ElementsAre("PARALLEL_TESTING_TIMEOUT="));
}

TEST(scratch_tests, choose_among_tests_with_the_same_name) {
  const auto tests =
      listed("add_test(one /bin/true 1)\nadd_test(one /bin/true 2)\n",
             {"one", 2, words});
  ASSERT_THAT(tests, SizeIs(2));
  EXPECT_THAT(tests[0].command, ElementsAre("/bin/true", "1"));
  EXPECT_THAT(tests[1].command, SizeIs(3));
}

TEST(scratch_tests, work_under_functions_of_the_project) {
  const auto tests = listed(
      "function(add_test)\n_add_test(${ARGV})\nendfunction()\n"
      "add_test(one /bin/true 1)\n",
      {"one", 1, words});
  EXPECT_THAT(tests.at(0).command, SizeIs(3));
}

TEST(scratch_tests, number_each_test_that_ctest_numbers) {
  const auto tests =
      listed("add_test(other NOT_AVAILABLE)\nadd_test(one /bin/true)\n", {});
  ASSERT_THAT(tests, SizeIs(2));
  EXPECT_EQ(tests[1].name, "one");
}

}  // namespace
}  // namespace parallel_testing::debug_command
