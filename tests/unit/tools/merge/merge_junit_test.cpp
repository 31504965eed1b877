// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "merge/merge_junit.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "cli/command.hpp"

namespace parallel_testing::merge_command {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

const std::string of_ctest =
    R"(<?xml version="1.0" encoding="UTF-8"?>
<testsuite name="Linux" tests="2" failures="1" time="3">
  <testcase name="a" status="run"/>
  <testcase name="b" status="fail"><failure message=""/></testcase>
</testsuite>
)";

const std::string of_the_tool =
    R"(<testsuites tests="2" time="2.5"><testsuite name="orders_test">
  <testcase name="c &lt;x>"><error message="crash"/><failure/></testcase>
  <testcase name="d"><skipped/></testcase>
</testsuite><testsuite name="more"><testcase name="e"/></testsuite></testsuites>
)";

std::string refusal_of(const std::string& text) {
  try {
    (void)merge_junit({{"r.xml", text}});
    return "no refusal";
  } catch (const cli::failure& problem) {
    EXPECT_EQ(problem.exit_code(), 3);
    return problem.what();
  }
}

TEST(merge_junit, has_the_suites_of_all_files_and_counts_anew) {
  const merged_junit merged =
      merge_junit({{"1.xml", of_ctest}, {"2.xml", of_the_tool}});
  EXPECT_EQ(merged.tests, 5U);
  EXPECT_EQ(merged.bad, 2U);
  EXPECT_EQ(merged.text, R"(<?xml version="1.0" encoding="UTF-8"?>
<testsuites tests="5" failures="1" errors="1" skipped="1" time="3.000">
  <testsuite name="Linux" tests="2" failures="1" time="3">
    <testcase name="a" status="run" />
    <testcase name="b" status="fail">
      <failure message="" />
    </testcase>
  </testsuite>
  <testsuite name="orders_test">
    <testcase name="c &lt;x>">
      <error message="crash" />
      <failure />
    </testcase>
    <testcase name="d">
      <skipped />
    </testcase>
  </testsuite>
  <testsuite name="more">
    <testcase name="e" />
  </testsuite>
</testsuites>
)");
}

TEST(merge_junit, what_it_writes_merges_again) {
  const std::string once = merge_junit({{"1.xml", of_ctest}}).text;
  EXPECT_EQ(merge_junit({{"2.xml", once}}).text, once);
}

TEST(merge_junit, C74_a_truncated_file_is_named_with_its_line) {
  const std::size_t half = of_ctest.find("<failure");
  EXPECT_THAT(refusal_of(of_ctest.substr(0, half)), StartsWith("r.xml:4: "));
  for (std::size_t size = 0; size + 2 < of_ctest.size(); ++size) {
    EXPECT_THAT(refusal_of(of_ctest.substr(0, size)), StartsWith("r.xml:"));
  }
}

TEST(merge_junit, C74_entity_bombs_are_refused) {
  EXPECT_THAT(refusal_of(R"(<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><testsuites>&b;</testsuites>)"),
              HasSubstr("document type"));
  EXPECT_THAT(refusal_of(R"(<!DOCTYPE x SYSTEM "file:///etc/passwd">
<testsuites/>)"),
              HasSubstr("document type"));
}

TEST(merge_junit, C74_unknown_entities_stay_as_they_are) {
  const std::string text =
      merge_junit({{"1.xml", "<testsuite name=\"&bomb;\"/>"}}).text;
  EXPECT_THAT(text, HasSubstr("&amp;bomb;"));
}

TEST(merge_junit, C74_other_xml_is_refused) {
  EXPECT_THAT(refusal_of("<html/>"), HasSubstr("<html> where"));
  EXPECT_THAT(refusal_of(""), StartsWith("r.xml:1: "));
  EXPECT_THAT(refusal_of("{}"), StartsWith("r.xml:1: "));
  EXPECT_THAT(refusal_of(std::string("\0\xff\xfe<", 4)), StartsWith("r.xml:"));
}

TEST(merge_junit, C74_deep_nesting_is_refused) {
  std::string text = "<testsuites>";
  for (int at = 0; at < 200'000; ++at) text += "<testsuite>";
  text += "<testcase/>";
  for (int at = 0; at < 200'000; ++at) text += "</testsuite>";
  EXPECT_THAT(refusal_of(text + "</testsuites>"), HasSubstr("nested deeper"));
}

TEST(merge_junit, C74_absurd_times_count_as_none) {
  EXPECT_THAT(merge_junit({{"1.xml", "<testsuite time=\"1e999\"/>"},
                           {"2.xml", "<testsuite time=\"nan\"/>"},
                           {"3.xml", "<testsuite time=\"-5\"/>"}})
                  .text,
              HasSubstr("time=\"0.000\""));
}

}  // namespace
}  // namespace parallel_testing::merge_command
