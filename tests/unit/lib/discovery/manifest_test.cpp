// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "discovery/manifest.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace parallel_testing {
namespace {

using testing::HasSubstr;
using testing::Not;

manifest_case described(const std::string& name, const std::string& framework) {
  return {name, framework, framework, "/src/a_test.cpp", 7, "", false};
}

TEST(manifest, C81_says_how_many_cases_have_one_name) {
  manifest_case twice;
  twice.name = twice.framework_name = twice.selector = "A.B";
  twice.count = 2;
  manifest_case alone;
  alone.name = alone.framework_name = alone.selector = "A.C";
  manifest text("googletest");
  text.add(twice);
  text.add(alone);
  const std::string whole = text.finished();
  EXPECT_THAT(whole, HasSubstr("parallel_case([=[A.B]=] [=[A.B]=] 0 [=[]=] "
                               "[=[ cases:2]=])\n"));
  EXPECT_THAT(whole,
              HasSubstr("parallel_case([=[A.C]=] [=[A.C]=] 0 [=[]=] [=[]=])"));
  EXPECT_THAT(whole, HasSubstr("parallel_shared_case([=[A.B]=] 2)\n"));
}

TEST(cmake_argument, takes_the_shortest_bracket_that_is_safe) {
  EXPECT_EQ(cmake_argument(""), "[=[]=]");
  EXPECT_EQ(cmake_argument("a;b \"$x\\"), "[=[a;b \"$x\\]=]");
  EXPECT_EQ(cmake_argument("a]=]b"), "[==[a]=]b]==]");
  EXPECT_EQ(cmake_argument("]=] ]==]"), "[===[]=] ]==]]===]");
  EXPECT_EQ(cmake_argument("a]="), "[==[a]=]==]");
  EXPECT_EQ(cmake_argument("a]"), "[=[a]]=]");
}

TEST(cmake_argument, keeps_a_line_break_in_front) {
  EXPECT_EQ(cmake_argument("\na"), "[=[\n\na]=]");
}

TEST(manifest, of_no_case_is_complete) {
  EXPECT_EQ(manifest("googletest").finished(),
            "parallel_manifest(1 googletest)\n"
            "parallel_names([=[]=])\n"
            "parallel_manifest_end(0 0)\n");
}

TEST(manifest, C83_names_what_a_list_of_cmake_can_hold) {
  manifest written("catch2");
  for (const char* name : {"a;b", "[x]", "[x", "x]", "][", "end\\", "\\ c"}) {
    written.add(described(name, name));
  }
  EXPECT_THAT(written.finished(),
              HasSubstr("parallel_names([=[a\\;b;[x];\\ c]=])\n"));
  EXPECT_THAT(written.finished(), HasSubstr("parallel_manifest_end(7 0)\n"));
}

TEST(manifest, C01_has_one_call_per_case) {
  manifest written("catch2", "3.7.1");
  manifest_case first = described("adds", "adds");
  first.markers = "slow;port:8080";
  written.add(first);
  manifest_case second = described("sub, tracts", "sub, tracts");
  second.selector = "sub\\, tracts";
  second.disabled = true;
  second.line = 9;
  written.add(second);
  EXPECT_EQ(
      written.finished(),
      "parallel_manifest(1 catch2 3.7.1)\n"
      "parallel_file([=[/src/a_test.cpp]=])\n"
      "parallel_case([=[adds]=] [=[adds]=] 7 [=[slow;port:8080]=] [=[]=])\n"
      "parallel_case([=[sub, tracts]=] [=[sub\\, tracts]=] 9 [=[]=] "
      "[=[disabled]=])\n"
      "parallel_names([=[adds;sub, tracts]=])\n"
      "parallel_marked([==[parallel_file([=[/src/a_test.cpp]=])\n"
      "parallel_marked_case([=[adds]=] 7 [=[slow;port:8080]=] [=[adds]=])\n"
      "]==])\n"
      "parallel_manifest_end(2 130)\n");
}

TEST(manifest, names_a_file_when_it_changes) {
  manifest written("googletest");
  for (const char* file : {"/a.cpp", "/a.cpp", "/b.cpp", ""}) {
    manifest_case one = described(file, file);
    one.file = file;
    one.name = one.framework_name = std::to_string(written.finished().size());
    written.add(one);
  }
  const std::string text = written.finished();
  EXPECT_EQ(text.find("parallel_file([=[/a.cpp]=])"),
            text.rfind("parallel_file([=[/a.cpp]=])"));
  EXPECT_THAT(text, HasSubstr("parallel_file([=[/b.cpp]=])"));
  EXPECT_THAT(text, HasSubstr("parallel_file([=[]=])"));
}

TEST(manifest, gives_the_framework_name_when_it_is_another) {
  manifest written("googletest");
  written.add(described("Sums.Adds/(1, 2)", "Sums.Adds/0"));
  EXPECT_THAT(written.finished(),
              HasSubstr("parallel_case([=[Sums.Adds/(1, 2)]=] [=[Sums.Adds/0]=]"
                        " 7 [=[]=] [=[]=] [=[Sums.Adds/0]=])"));
}

TEST(manifest, C04_a_name_that_is_taken_gives_way_to_the_framework_s) {
  manifest written("googletest");
  written.add(described("Sums.Adds/x", "Sums.Adds/0"));
  written.add(described("Sums.Adds/x", "Sums.Adds/1"));
  const std::string text = written.finished();
  EXPECT_THAT(text, HasSubstr("parallel_names([=[Sums.Adds/x;Sums.Adds/1]=])\n"
                              "parallel_manifest_end(2 0)"));
  EXPECT_THAT(text, Not(HasSubstr("parallel_problem")));
}

TEST(manifest, two_tests_of_one_name_are_a_problem) {
  manifest written("catch2");
  written.add(described("same", "same"));
  written.add(described("same", "same"));
  EXPECT_THAT(written.finished(),
              HasSubstr("parallel_problem([=[/src/a_test.cpp]=] 7 [=[two tests "
                        "are named 'same'; rename one]=])"));
}

TEST(manifest, counts_only_the_cases_it_lists) {
  manifest written("catch2");
  written.add(described("same", "same"));
  written.add(described("same", "same"));
  EXPECT_THAT(written.finished(), HasSubstr("parallel_manifest_end(1 "));
}

TEST(manifest, reports_problems_with_their_place) {
  manifest written("googletest");
  written.problem("/a;b.cpp", 17, "no such test");
  EXPECT_THAT(written.finished(),
              HasSubstr("parallel_problem([=[/a;b.cpp]=] 17 "
                        "[=[no such test]=])\n"));
}

TEST(manifest, repeats_problems_and_marked_cases_in_one_argument) {
  manifest written("googletest");
  written.add(described("A.B", "A.B"));
  written.problem("", 0, "no such test");
  const std::string text = written.finished();
  EXPECT_THAT(text, HasSubstr("parallel_marked([==[parallel_problem("
                              "[=[]=] 0 [=[no such test]=])\n]==])\n"
                              "parallel_manifest_end(1 72)\n"));
}

TEST(manifest, checks_the_members_of_a_unit_and_registers_only_the_unit) {
  manifest written("googletest");
  manifest_case member = described("A.B", "A.B");
  member.markers = "slow";
  written.add_member(member);
  written.add_member(described("A.C", "A.C"));
  manifest_case unit = described("A", "A");
  unit.selector = "@0+20";
  unit.markers = "slow";
  unit.is_unit = true;
  written.add(unit);
  written.note_matched_mark(2);
  const std::string text = written.finished();
  EXPECT_THAT(text, HasSubstr("parallel_case([=[A]=] [=[@0+20]=] 7 [=[slow]=] "
                              "[=[unit]=])\nparallel_names([=[A]=])"));
  EXPECT_THAT(text, HasSubstr("parallel_marked_member([=[A.B]=] 7 [=[slow]=])\n"
                              "parallel_marked_unit([=[@A]=] [=[slow]=])\n"
                              "parallel_matched_mark(2)\n"));
  EXPECT_THAT(text, HasSubstr("parallel_manifest_end(1 "));
}

TEST(manifest_units, C04_two_cases_of_one_name_in_a_unit_are_a_problem) {
  listed_case one;
  one.name = one.framework_name = "same";
  one.scope = "Orders";
  one.file = "/a.cpp";
  one.line = 3;
  distribution_plan plan;
  plan.dist = distribution::loadscope;
  manifest written("catch2");
  const std::vector<listed_case> cases = {one, one};
  add_units(cases, distribute(cases, plan), plan, written);
  EXPECT_THAT(written.finished(),
              HasSubstr("parallel_problem([=[/a.cpp]=] 3 [=[two tests are "
                        "named 'same'; rename one]=])"));
}

TEST(manifest_units, C27_must_have_one_working_directory) {
  listed_case a;
  a.name = a.framework_name = a.selector = "A.x";
  a.file = "a.cpp";
  listed_case b = a;
  b.name = b.framework_name = b.selector = "A.y";
  b.line = 9;
  distributed_cases distributed;
  test_unit unit;
  unit.name = "A";
  unit.cases = {0, 1};
  unit.is_single = false;
  unit.unmarked = 1;
  distributed.units.push_back(unit);
  manifest written("googletest");
  add_units({a, b}, distributed, {}, written);
  EXPECT_THAT(
      written.finished(),
      HasSubstr("parallel_problem([=[a.cpp]=] 9 [=['A.y' shares the process "
                "of 'A' with cases that have WORKING_DIRECTORY PRIVATE; give "
                "it to all cases of the process or to none]=])"));
}

TEST(manifest_units, refer_to_their_part_of_the_list) {
  listed_case one;
  one.name = one.framework_name = one.selector = "Orders.A";
  one.scope = "Orders";
  listed_case other = one;
  other.name = other.framework_name = other.selector = "Bills.A";
  other.scope = "Bills";
  distribution_plan plan;
  plan.dist = distribution::loadscope;
  manifest written("googletest");
  const std::vector<listed_case> cases = {one, other};
  EXPECT_EQ(add_units(cases, distribute(cases, plan), plan, written),
            "unit\t1\tOrders\ncase\tOrders.A\t\t\t0\n"
            "unit\t1\tBills\ncase\tBills.A\t\t\t0\n");
  EXPECT_THAT(written.finished(),
              HasSubstr("parallel_case([=[Bills]=] [=[@32+30]=] 0"));
}

TEST(manifest_units, C81_know_what_ctest_would_call_their_cases) {
  listed_case one;
  one.name = "In/Prices.Sum/eur";
  one.framework_name = one.selector = "In/Prices.Sum/0";
  one.scope = "In/Prices";
  distribution_plan plan;
  plan.dist = distribution::loadscope;
  plan.prefix = "p.";
  manifest written("googletest");
  EXPECT_EQ(add_units({one}, distribute({one}, plan), plan, written),
            "unit\t1\tIn/Prices\tp.\t\n"
            "case\tIn/Prices.Sum/0\t\t\t0\tIn/Prices.Sum/eur\n");
}

TEST(manifest, escapes_semicolons_in_its_list_of_names) {
  manifest written("catch2");
  written.add(described("a;b", "a;b"));
  written.add(described("c", "c"));
  EXPECT_THAT(written.finished(), HasSubstr("parallel_names([=[a\\;b;c]=])"));
}

}  // namespace
}  // namespace parallel_testing
