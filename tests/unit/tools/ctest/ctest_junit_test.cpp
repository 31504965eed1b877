// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "ctest/ctest_junit.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace parallel_testing::tools {
namespace {

using testing::IsEmpty;
using testing::Pair;
using testing::UnorderedElementsAre;

TEST(outputs_in_junit, are_found_by_the_names_of_tests) {
  EXPECT_THAT(outputs_in_junit("<testsuite><testcase name=\"a &lt;b&gt;\">"
                               "<system-out>x\r\ny</system-out></testcase>"
                               "<testcase name=\"silent\"/></testsuite>"),
              UnorderedElementsAre(Pair("a <b>", "x\ny"), Pair("silent", "")));
}

TEST(outputs_in_junit, C03_are_found_for_names_of_several_lines) {
  for (const char* line_break : {"\n", "&#10;"}) {
    const std::string text = std::string("<testsuite><testcase name=\"two") +
                             line_break +
                             "lines\"><system-out>x</system-out></testcase>"
                             "</testsuite>";
    EXPECT_THAT(outputs_in_junit(text),
                UnorderedElementsAre(Pair("two\nlines", "x")));
  }
}

TEST(outputs_in_junit, C74_of_anything_else_are_none) {
  for (const char* text :
       {"", "<", "<testsuite><testcase name=\"a\">", "{}", "<a/>"}) {
    EXPECT_THAT(outputs_in_junit(text), IsEmpty()) << text;
  }
}

}  // namespace
}  // namespace parallel_testing::tools
