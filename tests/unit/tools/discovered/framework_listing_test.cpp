// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "discovered/framework_listing.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace parallel_testing::tools {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Optional;

TEST(framework_listing, of_googletest_is_read) {
  EXPECT_THAT(cases_of_googletest(
                  R"(<?xml version="1.0" encoding="UTF-8"?>
<testsuites tests="3" name="AllTests">
  <testsuite name="A" tests="2">
    <testcase name="x" file="a.cpp" line="3" />
    <testcase name="DISABLED_y" file="a.cpp" line="4" />
  </testsuite>
  <testsuite name="P/B" tests="1">
    <testcase name="z/0" value_param="&quot;&lt;&amp;&quot;" />
  </testsuite>
</testsuites>)"),
              Optional(ElementsAre("A.x", "A.DISABLED_y", "P/B.z/0")));
}

TEST(framework_listing, of_catch2_is_read_after_what_the_program_prints) {
  EXPECT_THAT(cases_of_catch2(R"(hello
<?xml version="1.0" encoding="UTF-8"?>
<MatchingTests>
  <TestCase>
    <Name>a, b &lt; c</Name>
    <ClassName/>
    <Tags>[slow]</Tags>
  </TestCase>
  <TestCase>
    <Name>d</Name>
  </TestCase>
</MatchingTests>)"),
              Optional(ElementsAre("a, b < c", "d")));
}

TEST(framework_listing, of_doctest_is_read_after_what_the_program_prints) {
  EXPECT_THAT(cases_of_doctest(R"(hello
<?xml version="1.0" encoding="UTF-8"?>
<doctest binary="t" version="2.4.9">
  <Options order_by="file"/>
  <TestCase name="a, b &lt; c" testsuite="s" filename="a.cpp" line="3"/>
  <TestCase filename="a.cpp" line="4" skipped="true"/>
  <OverallResultsTestCases unskipped="2"/>
</doctest>)"),
              Optional(ElementsAre("a, b < c", "")));
  EXPECT_FALSE(cases_of_doctest("[doctest] all tests passed").has_value());
}

TEST(framework_listing, of_boost_test_has_the_suites_of_each_case) {
  EXPECT_THAT(cases_of_boost_test(R"dot(noise
digraph G {rankdir=LR;
tu1[shape=ellipse,peripheries=2,color=green,label="Master Test Suite"];
{
tu2[shape=Mrecord,color=green,label="orders|/src/a.cpp(5)"];
tu1 -> tu2;
{
tu65536[shape=Mrecord,color=green,label="serves|/src/a.cpp(6)|timeout=2"];
tu2 -> tu65536;
}
tu65537[shape=Mrecord,color=yellow,label="off|/src/a.cpp(9)"];
tu1 -> tu65537;
tu65537 -> tu65536[color=red,style=dotted,constraint=false];
}
}
)dot"),
              Optional(ElementsAre("orders/serves", "off")));
  EXPECT_FALSE(cases_of_boost_test("*** No errors detected").has_value());
}

TEST(framework_listing, of_catch2_v2_is_as_long_as_it_declares) {
  EXPECT_THAT(cases_of_catch2_v2("hello\none case\n  two\n",
                                 "All available test cases:\n  one case\n  two"
                                 "\n2 test cases\n\n"),
              Optional(ElementsAre("one case", "  two")));
  EXPECT_THAT(cases_of_catch2_v2("hello\none\n",
                                 "Matching test cases:\n  one\n"
                                 "1 matching test case\n\n"),
              Optional(ElementsAre("one")));
}

TEST(framework_listing, that_contradicts_itself_is_none) {
  EXPECT_EQ(cases_of_catch2_v2("one\n", "2 test cases\n"), std::nullopt);
}

TEST(framework_listing, of_no_case_is_not_that_of_a_broken_program) {
  EXPECT_THAT(cases_of_googletest("<testsuites/>"), Optional(IsEmpty()));
  EXPECT_EQ(cases_of_googletest(""), std::nullopt);
  EXPECT_EQ(cases_of_googletest("<testsuites>"), std::nullopt);
  EXPECT_EQ(cases_of_catch2("no such option"), std::nullopt);
}

TEST(catch2_spec, is_the_name_with_its_signs_escaped) {
  EXPECT_EQ(catch2_spec_of("orders are exported"), "orders are exported");
  EXPECT_EQ(catch2_spec_of("a, [b] \"c\" *\\"),
            "a\\, \\[b\\] \\\"c\\\" \\*\\\\");
  EXPECT_EQ(catch2_spec_of("-x"), "\\-x");
  EXPECT_EQ(catch2_spec_of("~ x"), "\"\\~ x\"");
  EXPECT_EQ(catch2_spec_of("exclude:x"), "*exclude:x");
}

}  // namespace
}  // namespace parallel_testing::tools
