// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "frameworks/asked_program.hpp"

namespace parallel_testing {
namespace {

using adapter::framework;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Optional;

listed_cases listed(const std::string& xml) {
  return asked_program().writes(xml).list(framework::googletest);
}

TEST(googletest_listing, is_read_from_its_file) {
  EXPECT_THAT(listed(R"(<?xml version="1.0" encoding="UTF-8"?>
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

TEST(googletest_listing, of_no_case_is_not_that_of_a_broken_program) {
  EXPECT_THAT(listed("<testsuites/>"), Optional(IsEmpty()));
  EXPECT_EQ(listed(""), std::nullopt);
  EXPECT_EQ(listed("<testsuites>"), std::nullopt);
}

TEST(googletest_listing, is_asked_for_with_the_filter_or_the_selector) {
  asked_program program;
  program.facts.filter = "A.*";
  static_cast<void>(program.list(framework::googletest));
  EXPECT_EQ(program.asked,
            "--gtest_list_tests --gtest_output=xml:/f --gtest_filter=A.*");
  program.facts.selector = "A.b";
  static_cast<void>(program.list(framework::googletest));
  EXPECT_EQ(program.asked,
            "--gtest_list_tests --gtest_output=xml:/f --gtest_filter=A.b");
}

TEST(googletest_listing, of_what_runs_by_default_has_no_disabled_cases) {
  asked_program program;
  program.facts.only_default = true;
  program.writes(R"(<testsuites>
  <testsuite name="A"><testcase name="b"/><testcase name="DISABLED_c"/>
  </testsuite>
  <testsuite name="DISABLED_D"><testcase name="e"/></testsuite>
  <testsuite name="P/DISABLED_F"><testcase name="g/0"/></testsuite>
</testsuites>)");
  EXPECT_THAT(program.list(framework::googletest),
              Optional(ElementsAre("A.b")));
}

TEST(googletest_cases, have_the_argument_that_selects_them) {
  const framework_rules& rules = googletest_rules();
  EXPECT_EQ(rules.argument_for("P/A.c/0"), "--gtest_filter=P/A.c/0");
  EXPECT_TRUE(rules.may_select("--gtest_filter=A.b"));
  EXPECT_TRUE(rules.may_select("data"));
  EXPECT_FALSE(rules.may_select("--gtest_color=no"));
}

}  // namespace
}  // namespace parallel_testing
