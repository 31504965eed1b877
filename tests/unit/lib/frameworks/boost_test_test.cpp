// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "frameworks/asked_program.hpp"

namespace parallel_testing {
namespace {

using adapter::framework;
using testing::ElementsAre;
using testing::Optional;

constexpr const char* graph = R"dot(noise
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
)dot";

TEST(boost_test_listing, has_the_suites_of_each_case) {
  asked_program program;
  program.prints("--list_content=DOT", graph);
  EXPECT_THAT(program.list(framework::boost_test),
              Optional(ElementsAre("orders/serves", "off")));
  program.facts.selector = "off";
  EXPECT_THAT(program.list(framework::boost_test),
              Optional(ElementsAre("off")));
  program.prints("--list_content=DOT", "*** No errors detected");
  EXPECT_FALSE(program.list(framework::boost_test).has_value());
}

TEST(boost_test_listing, of_what_runs_by_default_has_no_disabled_cases) {
  asked_program program;
  program.prints("--list_content=DOT", graph);
  program.facts.only_default = true;
  EXPECT_THAT(program.list(framework::boost_test),
              Optional(ElementsAre("orders/serves")));
}

TEST(boost_test_listing, has_names_with_bars_and_quotes) {
  asked_program program;
  program.prints("--list_content=DOT", R"dot(digraph G {rankdir=LR;
{
tu65536[shape=Mrecord,color=green,label="a|b(1) "c"|/a.cpp(6)|timeout=2|labels: @x(3)"];
tu1 -> tu65536;
}
}
)dot");
  EXPECT_THAT(program.list(framework::boost_test),
              Optional(ElementsAre("a|b(1) \"c\"")));
}

TEST(boost_test_options, that_may_select_cases_are_known) {
  const framework_rules& rules = boost_test_rules();
  for (const char* each : {"--run_test=a", "-t", "-ta/b", "--random", "data"}) {
    EXPECT_TRUE(rules.may_select(each)) << each;
  }
  for (const char* each : {"--log_level=all", "--report_level=short", "--"}) {
    EXPECT_FALSE(rules.may_select(each)) << each;
  }
  EXPECT_EQ(rules.argument_for("a/b"), "--run_test=a/b");
}

}  // namespace
}  // namespace parallel_testing
