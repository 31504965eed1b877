// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "adopt/cmake_source.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace parallel_testing::tools {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> raws_of(const source_call& call) {
  std::vector<std::string> raws;
  for (const source_argument& each : call.arguments) {
    raws.push_back(each.raw);
  }
  return raws;
}

TEST(cmake_source_test, a_call_has_the_place_of_its_text) {
  const cmake_source source =
      read_cmake_source("# add_test(a b)\n\n  Add_Test (x\n  y # z)\n)\n");
  ASSERT_EQ(source.calls.size(), 1U);
  const source_call& call = source.calls[0];
  EXPECT_EQ(call.name, "add_test");
  EXPECT_EQ(call.line, 3);
  EXPECT_EQ(source.text_of(call), "Add_Test (x\n  y # z)\n)");
  EXPECT_THAT(raws_of(call), ElementsAre("x", "y"));
}

TEST(cmake_source_test, arguments_of_all_kinds_end_where_those_of_cmake_end) {
  const cmake_source source = read_cmake_source(
      "f(\"a \\\" ) b\" [==[ ) ]=] ]==] c\\ d -De=\"f g\" $(H) ${i}(j)k)\n"
      "g()");
  ASSERT_EQ(source.calls.size(), 2U);
  EXPECT_THAT(raws_of(source.calls[0]),
              ElementsAre("\"a \\\" ) b\"", "[==[ ) ]=] ]==]", "c\\ d",
                          "-De=\"f g\"", "$(H)", "${i}", "j", "k"));
  EXPECT_EQ(source.problem, "");
}

TEST(cmake_source_test, a_bracket_comment_may_span_lines) {
  const cmake_source source =
      read_cmake_source("#[[ f(\n) ]] g()\n#[=[ ]] \nh() ]=]\ni()");
  ASSERT_EQ(source.calls.size(), 2U);
  EXPECT_EQ(source.calls[0].name, "g");
  EXPECT_EQ(source.calls[1].name, "i");
  EXPECT_EQ(source.calls[1].line, 5);
}

TEST(cmake_source_test, a_call_has_the_blocks_around_it) {
  const cmake_source source = read_cmake_source(
      "function(f)\nif(A)\na()\nelse()\nb()\nendif()\nc()\nendfunction()\nd()");
  const auto blocks_of = [&](const char* name) {
    for (const source_call& each : source.calls) {
      if (each.name == name) {
        return each.blocks;
      }
    }
    return std::vector<std::size_t>{99};
  };
  EXPECT_THAT(blocks_of("a"), ElementsAre(0, 1));
  EXPECT_THAT(blocks_of("b"), ElementsAre(0, 3));
  EXPECT_THAT(blocks_of("c"), ElementsAre(0));
  EXPECT_THAT(blocks_of("d"), IsEmpty());
}

TEST(cmake_source_test, a_literal_has_its_value_and_a_reference_has_none) {
  const cmake_source source =
      read_cmake_source("f(a \"b c\" [[d]] ${e} \"f${g}\" h\\;)");
  std::vector<std::string> values;
  for (const source_argument& each : source.calls[0].arguments) {
    values.push_back(each.literal());
  }
  EXPECT_THAT(values, ElementsAre("a", "b c", "d", "", "", ""));
}

TEST(cmake_source_test, two_calls_in_one_line_cannot_be_told_apart) {
  const cmake_source source = read_cmake_source("f(a) f(b)\nf(c) g(d)\n");
  EXPECT_EQ(source.call_at("f", 1), nullptr);
  ASSERT_NE(source.call_at("f", 2), nullptr);
  EXPECT_THAT(raws_of(*source.call_at("f", 2)), ElementsAre("c"));
  EXPECT_EQ(source.call_at("f", 3), nullptr);
}

TEST(cmake_source_test, other_text_has_a_problem_and_no_further_calls) {
  EXPECT_EQ(read_cmake_source("f()\n)").problem, "line 2: unexpected text");
  EXPECT_EQ(read_cmake_source("f").problem,
            "line 1: 'f' is not followed by '('");
  EXPECT_EQ(read_cmake_source("\nf(a (b)").problem, "line 2: f( has no ')'");
  EXPECT_EQ(read_cmake_source("if(A)\nf()").problem,
            "line 1: if() is not closed");
  EXPECT_EQ(read_cmake_source("f(\"a").problem, "line 1: f( has no ')'");
  EXPECT_EQ(read_cmake_source("f([[a").problem, "line 1: f( has no ')'");
  EXPECT_EQ(read_cmake_source("f(a\\").problem, "line 1: f( has no ')'");
}

}  // namespace
}  // namespace parallel_testing::tools
