// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Main functions of the user's own.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "support/sandbox.hpp"

namespace parallel_testing::support {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::UnorderedElementsAre;

TEST(main_function, may_print_and_read_flags_of_its_own) {
  sandbox box(E2E_BUILD);
  const ctest_result result = box.ctest({"-R", "^noisy"});
  EXPECT_EQ(what_went_wrong(result), "");
  EXPECT_THAT(result.passed(), ElementsAre("noisy.Main.One", "noisy.Main.Two"));
  EXPECT_THAT(result.noted("ran"), UnorderedElementsAre("One", "Two"));
  EXPECT_THAT(result.noted("flag"),
              UnorderedElementsAre("--mode=two words",
                                   "--empty=", "--mode=two words", "--empty="));
}

TEST(main_function, that_swallows_the_filter_fails_each_test) {
  sandbox box(E2E_BUILD);
  const ctest_result result = box.ctest({"-R", "^swallowing"});
  EXPECT_THAT(result.failed(), SizeIs(2));
  EXPECT_THAT(result.noted("ran"), IsEmpty());
  EXPECT_THAT(result.at("swallowing.Main.One").output,
              AllOf(HasSubstr("single test 'Main.One'"),
                    HasSubstr("2 tests are selected")));
}

TEST(main_function, that_returns_without_running_the_test_fails_it) {
  sandbox box(E2E_BUILD);
  const ctest_result result = box.ctest({"-R", "^idle"});
  EXPECT_THAT(result.failed(), ElementsAre("idle.Main.One", "idle.Main.Two"));
  EXPECT_THAT(result.at("idle.Main.One").output,
              HasSubstr("the program ended with status 0 before the test "
                        "framework ran 'Main.One'"));
}

TEST(main_function, C05_that_returns_early_is_one_failing_test) {
  sandbox box(E2E_BUILD);
  const ctest_result result = box.ctest({"-R", "returning"});
  EXPECT_THAT(result.failed(), ElementsAre("returning_discovery"));
  EXPECT_THAT(result.cases.at(0).output,
              AllOf(HasSubstr("parallel_discover_tests(returning)"),
                    HasSubstr("without writing its list of cases")));
}

TEST(main_function, C05_a_crash_while_listing_is_one_failing_test) {
  sandbox box(E2E_BUILD);
  const ctest_result result = box.ctest({"-R", "aborting"});
  EXPECT_THAT(result.failed(), ElementsAre("aborting_discovery"));
  EXPECT_THAT(result.cases.at(0).output,
              AllOf(HasSubstr("parallel_discover_tests(aborting)"),
                    HasSubstr("cannot even start")));
}

TEST(main_function, a_failing_environment_fails_each_test) {
  sandbox box(E2E_BUILD);
  const ctest_result result = box.ctest({"-R", "^failing"});
  EXPECT_THAT(result.failed(),
              ElementsAre("failing.Main.One", "failing.Main.Two"));
  for (const junit_case& each : result.cases) {
    EXPECT_THAT(each.output, HasSubstr("the server is not there"));
  }
}

}  // namespace
}  // namespace parallel_testing::support
