// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "frameworks/asked_program.hpp"

namespace parallel_testing {
namespace {

using adapter::framework;
using testing::ElementsAre;
using testing::Optional;

constexpr const char* listing = R"(hello
<?xml version="1.0" encoding="UTF-8"?>
<doctest binary="t" version="2.4.9">
  <Options order_by="file"/>
  <TestCase name="a, b &lt; c" testsuite="s" filename="a.cpp" line="3"/>
  <TestCase filename="a.cpp" line="4" skipped="true"/>
  <OverallResultsTestCases unskipped="2"/>
</doctest>)";

TEST(doctest_listing, is_read_after_what_the_program_prints) {
  asked_program program;
  program.prints("--list-test-cases", listing);
  program.facts.filter = "a*";
  EXPECT_THAT(program.list(framework::doctest),
              Optional(ElementsAre("a, b < c", "")));
  EXPECT_EQ(program.asked,
            "--list-test-cases --reporters=xml --case-sensitive --no-skip "
            "--test-case=a*");
  program.prints("--list-test-cases", "[doctest] all tests passed");
  EXPECT_FALSE(program.list(framework::doctest).has_value());
}

TEST(doctest_listing, of_what_runs_by_default_has_no_skipped_cases) {
  asked_program program;
  program.facts.only_default = true;
  static_cast<void>(program.list(framework::doctest));
  EXPECT_EQ(program.asked,
            "--list-test-cases --reporters=xml --case-sensitive");
}

TEST(doctest_listing, has_of_the_selected_cases_only_those_of_the_name) {
  asked_program program;
  program.prints("--list-test-cases", listing);
  program.facts.selector = R"(a\, b < c,(s))";
  EXPECT_THAT(program.list(framework::doctest),
              Optional(ElementsAre("a, b < c")));
}

TEST(doctest_cases, are_selected_by_their_names_with_signs_escaped) {
  const framework_rules& rules = doctest_rules();
  EXPECT_EQ(rules.argument_for(R"(a, b\c)"), R"(--test-case=a\, b\\c)");
  EXPECT_EQ(rules.argument_for(""), "--test-case=*");
  EXPECT_EQ(rules.name_in_listing("a (s)", "a,(s)"), "a");
  EXPECT_EQ(rules.name_in_listing("", "*"), "");
}

TEST(doctest_options, that_may_select_cases_are_known_in_each_form) {
  const framework_rules& rules = doctest_rules();
  for (const char* each :
       {"--test-case=a", "-tc=a", "--dt-tc=a", "-dt-test-suite-exclude=x",
        "--subcase=x", "--first=2", "-l=3", "-sfe=x", "data", "--no-skip=1"}) {
    EXPECT_TRUE(rules.may_select(each)) << each;
  }
  for (const char* each : {"--duration=true", "-d", "--dt-no-colors=1", "-s",
                           "--reporters=junit", "--force-colors=1", "--own"}) {
    EXPECT_FALSE(rules.may_select(each)) << each;
  }
}

}  // namespace
}  // namespace parallel_testing
