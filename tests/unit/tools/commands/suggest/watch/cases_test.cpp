// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/suggest/watch/cases.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace parallel_testing::suggest_command {
namespace {

using testing::IsEmpty;

tools::listed_test program_test(std::vector<std::string> command) {
  tools::listed_test test;
  test.name = "suite";
  test.command = std::move(command);
  return test;
}

const framework_row& googletest() {
  return framework_row_of(adapter::framework::googletest);
}

bool splits(const tools::listed_test& test,
            const framework_row& framework = googletest()) {
  return reason_to_stay_whole(test, {test}, framework).empty();
}

TEST(cases_of_a_program, run_one_by_one_if_nothing_selects_or_judges_them_all) {
  EXPECT_TRUE(splits(program_test({"/b/t"})));
  EXPECT_TRUE(splits(program_test({"/b/t", "--gtest_color=no"})));
  EXPECT_FALSE(splits(program_test({})));
  EXPECT_FALSE(splits(program_test({"/b/t", "--gtest_filter=A.b"})));
  EXPECT_FALSE(splits(program_test({"/b/t", "a case of Catch2"})));
  const framework_row& boost = framework_row_of(adapter::framework::boost_test);
  EXPECT_TRUE(splits(program_test({"/b/t", "--log_level=all"}), boost));
  EXPECT_FALSE(splits(program_test({"/b/t", "--run_test=a"}), boost));
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
  EXPECT_NE(reason_to_stay_whole(program_test({"/b/t"}), {later}, googletest()),
            "");
}

TEST(cases_of_a_program, that_run_together_do_so_for_a_reason) {
  const auto reason = [](const tools::listed_test& test) {
    return reason_to_stay_whole(test, {test}, googletest());
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
  const auto argument = [](adapter::framework kind, const char* name) {
    return cases_to_run(framework_row_of(kind), {"first", name}).at(1).argument;
  };
  using adapter::framework;
  EXPECT_EQ(argument(framework::googletest, "P/A.c/0"),
            "--gtest_filter=P/A.c/0");
  EXPECT_EQ(argument(framework::catch2, "a, b"), "a\\, b");
  EXPECT_EQ(argument(framework::doctest, "a, b"), "--test-case=a\\, b");
  EXPECT_EQ(argument(framework::boost_test, "a/b"), "--run_test=a/b");
}

TEST(cases_of_a_program, of_the_same_name_run_once_together) {
  const auto cases = cases_to_run(framework_row_of(adapter::framework::doctest),
                                  {"same", "other", "same"});
  ASSERT_EQ(cases.size(), 2U);
  EXPECT_EQ(cases[0].name, "same");
  EXPECT_EQ(cases[1].name, "other");
}

TEST(cases_of_a_program, are_not_split_if_there_is_only_one) {
  EXPECT_THAT(cases_to_run(googletest(), {"A.b"}), IsEmpty());
}

}  // namespace
}  // namespace parallel_testing::suggest_command
