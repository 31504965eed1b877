// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/suggest/watch/cases.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/programs.hpp"
#include "base/whole_file.hpp"

namespace parallel_testing::suggest_command {
namespace {

using testing::IsEmpty;

tools::listed_test program_test(std::vector<std::string> command) {
  tools::listed_test test;
  test.name = "suite";
  test.command = std::move(command);
  return test;
}

bool splits(const tools::listed_test& test) {
  return may_split(test, {test});
}

TEST(cases_of_a_program, are_looked_for_only_where_a_framework_is) {
  EXPECT_EQ(framework_in("\177ELF..--gtest_list_tests.."), "googletest");
  EXPECT_EQ(framework_in("\177ELF.._ZN7testing8internal4"), "googletest");
  EXPECT_EQ(framework_in("\177ELF..--list-test-names-only"), "catch2");
  EXPECT_EQ(framework_in("\177ELF..--list-reporters"), "catch2");
  EXPECT_EQ(framework_in("\177ELF..hello"), "");
  EXPECT_EQ(framework_in("#!/bin/sh\nexec x --gtest_list_tests"), "");
  EXPECT_EQ(
      framework_in(tools::read_file(tools::own_program()).value_or("missing")),
      "googletest");
}

TEST(cases_of_a_program, run_one_by_one_if_nothing_selects_or_judges_them_all) {
  EXPECT_TRUE(splits(program_test({"/b/t"})));
  EXPECT_TRUE(splits(program_test({"/b/t", "--gtest_color=no"})));
  EXPECT_FALSE(splits(program_test({})));
  EXPECT_FALSE(splits(program_test({"/b/t", "--gtest_filter=A.b"})));
  EXPECT_FALSE(splits(program_test({"/b/t", "a case of Catch2"})));
  for (const char* property :
       {"WILL_FAIL", "PASS_REGULAR_EXPRESSION", "FAIL_REGULAR_EXPRESSION",
        "SKIP_REGULAR_EXPRESSION", "FIXTURES_SETUP", "FIXTURES_CLEANUP"}) {
    tools::listed_test judged = program_test({"/b/t"});
    judged.properties[property] = {"x"};
    EXPECT_FALSE(splits(judged)) << property;
  }
  tools::listed_test later = program_test({"/b/u"});
  later.name = "later";
  later.properties["DEPENDS"] = {"suite"};
  EXPECT_FALSE(may_split(program_test({"/b/t"}), {later}));
}

TEST(cases_of_a_program, that_run_together_do_so_for_a_reason) {
  const auto reason = [](const tools::listed_test& test) {
    return reason_to_stay_whole(test, {test});
  };
  EXPECT_EQ(reason(program_test({"/b/t"})), "");
  EXPECT_EQ(reason(program_test({"/b/t", "--gtest_filter=A.b"})),
            "its argument '--gtest_filter=A.b' may select cases");
  tools::listed_test judged = program_test({"/b/t"});
  judged.properties["WILL_FAIL"] = {"TRUE"};
  EXPECT_EQ(reason(judged),
            "its property WILL_FAIL is about the whole program");
  judged = program_test({"/b/t"});
  judged.properties["DEPENDS"] = {"suite"};
  EXPECT_EQ(reason(judged), "the test 'suite' runs after it (DEPENDS)");
}

TEST(cases_of_a_program, have_the_argument_that_selects_them) {
  const auto cases = cases_to_run("googletest", {"A.b", "P/A.c/0"});
  ASSERT_EQ(cases.size(), 2U);
  EXPECT_EQ(cases[1].name, "P/A.c/0");
  EXPECT_EQ(cases[1].argument, "--gtest_filter=P/A.c/0");
  EXPECT_EQ(cases_to_run("catch2", {"a, b", "c"}).at(0).argument, "a\\, b");
}

TEST(cases_of_a_program, that_are_disabled_do_not_run) {
  EXPECT_EQ(cases_to_run("googletest", {"A.b", "A.DISABLED_c", "DISABLED_D.e",
                                        "P/DISABLED_F.g/0", "A.h"})
                .size(),
            2U);
}

TEST(cases_of_a_program, are_not_split_if_there_is_only_one) {
  EXPECT_THAT(cases_to_run("googletest", {"A.b"}), IsEmpty());
}

}  // namespace
}  // namespace parallel_testing::suggest_command
