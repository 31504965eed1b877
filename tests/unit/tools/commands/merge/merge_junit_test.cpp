// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/merge/merge_junit.hpp"

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
  EXPECT_THAT(refusal_of("<html/>"), HasSubstr("<html> instead of"));
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

merged_junit merge_one(const std::string& text) {
  return merge_junit({{"dir/r.xml", text}});
}

TEST(merge_junit, a_test_case_without_a_suite_gets_one) {
  const merged_junit merged = merge_one(
      R"(<testsuites name="all"><testcase name="a"><failure/></testcase>
<testsuite name="s"><testcase name="b"/></testsuite><testcase name="c"/>
</testsuites>)");
  EXPECT_EQ(merged.tests, 3U);
  EXPECT_EQ(merged.bad, 1U);
  EXPECT_THAT(merged.text, HasSubstr(R"(<testsuite name="all">
    <testcase name="a">)"));
  EXPECT_THAT(merge_one("<testsuites><testcase name=\"a\"/></testsuites>").text,
              HasSubstr("<testsuite name=\"r.xml\">"));
}

TEST(merge_junit, suites_in_suites_are_counted_however_deep) {
  std::string text = "<testcase name=\"a\"><error/></testcase>";
  for (int depth = 0; depth < 30; ++depth) {
    text = "<testsuite name=\"s\">" + text + "</testsuite>";
  }
  for (const std::string& each :
       {text, "<testsuites>" + text + "</testsuites>",
        "<testsuites><testsuites>" + text + "</testsuites></testsuites>"}) {
    const merged_junit merged = merge_one(each);
    EXPECT_EQ(merged.tests, 1U) << each;
    EXPECT_EQ(merged.bad, 1U) << each;
    EXPECT_THAT(merged.text, HasSubstr("<testcase name=\"a\">"));
  }
}

TEST(merge_junit, what_is_beside_suites_stays) {
  const std::string text =
      merge_one(
          "<testsuites><properties><property name=\"os\" value=\"l\"/>"
          "</properties><testsuite><testcase name=\"a\"/></testsuite>"
          "<system-out>words</system-out></testsuites>")
          .text;
  EXPECT_THAT(text, HasSubstr("<property name=\"os\" value=\"l\" />"));
  EXPECT_THAT(text, HasSubstr("<system-out>words</system-out>"));
}

TEST(merge_junit, tests_in_elements_that_no_report_has_are_refused) {
  for (const char* text :
       {"<testsuites><group><testcase/></group></testsuites>",
        "<testsuite><group>\n<testcase/></group></testsuite>",
        "<testsuites><run><testsuite/></run></testsuites>",
        "<testsuite><testcase><testcase/></testcase></testsuite>",
        "<testsuite><TestCase/></testsuite>",
        "<testsuite><test name=\"a\"><failure/></test></testsuite>",
        "<testsuite><group><failure/></group></testsuite>",
        "<testsuites><test-results/></testsuites>",
        "<testsuite><j:testcase/></testsuite>",
        "<testsuites><testSuite><testcase/></testSuite></testsuites>"}) {
    EXPECT_THAT(refusal_of(text), HasSubstr("where no reader finds tests"))
        << text;
  }
  EXPECT_THAT(refusal_of("<testsuite/><testsuite/>"),
              HasSubstr("a second document"));
  EXPECT_THAT(refusal_of("<testcase/>"), HasSubstr("<testcase> instead of"));
}

TEST(merge_junit, results_that_no_test_case_shows_are_errors) {
  const merged_junit merged = merge_one(
      "<testsuites><testsuite name=\"s\" errors=\"1\"/></testsuites>");
  EXPECT_EQ(merged.bad, 1U);
  EXPECT_THAT(merged.text, HasSubstr("errors=\"1\""));
  EXPECT_THAT(merged.text,
              HasSubstr("<error message=\"no test case of this suite shows its "
                        "1 failure or error"));
  EXPECT_THAT(merged.problems,
              testing::ElementsAre(HasSubstr("dir/r.xml: <testsuite "
                                             "name=\"s\">: no test case")));
  for (const char* text :
       {"<testsuite errors=\"1\"/>",
        "<testsuite failures=\"2\"><testcase>"
        "<failure/></testcase></testsuite>",
        "<testsuites errors=\"1\"/>", "<testsuite tests=\"3\"/>",
        "<testsuites tests=\"1\"><testsuite/></testsuites>",
        "<testsuite errors=\"1\"><testcase/></testsuite>",
        "<testsuites><testsuite><testsuite failures=\"1\"/></testsuite>"
        "</testsuites>"}) {
    const merged_junit each = merge_one(text);
    EXPECT_GE(each.bad, 1U) << text;
    EXPECT_EQ(each.problems.size(), 1U) << text;
    // What it wrote is complete.
    EXPECT_TRUE(merge_one(each.text).problems.empty()) << each.text;
  }
}

TEST(merge_junit, frameworks_that_count_assertions_hide_nothing) {
  for (const char* text :
       {"<testsuite hostname=\"tbd\" tests=\"9\" failures=\"2\"><testcase "
        "name=\"a\"><failure/><failure/></testcase></testsuite>",
        "<testsuites><testsuite name=\"a\" errors=\"0\" failures=\"0\" "
        "tests=\"5\"><testcase name=\"a\"/></testsuite></testsuites>",
        "<testsuite tests=\"1\" failures=\"1\"><testcase name=\"a\"><failure/>"
        "<failure/></testcase></testsuite>",
        "<testsuite tests=\"0\" failures=\"0\" errors=\"0\"/>"}) {
    EXPECT_TRUE(merge_one(text).problems.empty()) << text;
  }
}

TEST(merge_junit, tests_that_are_missing_are_errors) {
  for (const char* text :
       {"<testsuite tests=\"5\"><testcase name=\"a\"/></testsuite>",
        "<testsuites tests=\"5\"><testsuite><testcase/></testsuite>"
        "</testsuites>",
        "<testsuite tests=\"3\" failures=\"2\"><testcase><failure/><failure/>"
        "</testcase><testcase/></testsuite>"}) {
    const merged_junit merged = merge_one(text);
    EXPECT_GE(merged.bad, 1U) << text;
    EXPECT_THAT(
        merged.problems,
        testing::ElementsAre(HasSubstr("no test case of this suite shows")));
  }
}

TEST(merge_junit, failures_outside_of_test_cases_are_errors) {
  for (const char* text :
       {"<testsuite name=\"Db\"><error message=\"no server\"/></testsuite>",
        "<testsuite><failure message=\"no server\"/><testcase/></testsuite>",
        "<testsuites><error message=\"no server\"/></testsuites>"}) {
    const merged_junit merged = merge_one(text);
    EXPECT_EQ(merged.bad, 1U) << text;
    EXPECT_EQ(merged.problems.size(), 1U) << text;
    EXPECT_THAT(merged.text, HasSubstr("message=\"no server\""));
    EXPECT_TRUE(merge_one(merged.text).problems.empty()) << merged.text;
  }
}

TEST(merge_junit, what_it_writes_is_well_formed) {
  EXPECT_THAT(refusal_of("<testsuite name=\"s\" name=\"t\"/>"),
              HasSubstr("has the attribute 'name' twice"));
  const merged_junit merged = merge_one(
      "<testsuites xmlns:j=\"urn:j\"><testsuite><testcase><j:note/></testcase>"
      "</testsuite><testcase><j:note/></testcase></testsuites>");
  EXPECT_THAT(merged.text, HasSubstr("<testsuite xmlns:j=\"urn:j\">"));
  EXPECT_THAT(merged.text,
              HasSubstr("<testsuite name=\"r.xml\" xmlns:j=\"urn:j\">"));
}

TEST(merge_junit, an_encoding_that_is_not_read_is_refused) {
  const std::string start = "<?xml version=\"1.0\" encoding=\"windows-1252\"?>";
  EXPECT_THAT(
      refusal_of(start + "<testsuite><testcase name=\"\x80\"/></testsuite>"),
      HasSubstr("the encoding 'windows-1252' is not supported"));
  EXPECT_EQ(merge_one(start + "<testsuite><testcase/></testsuite>").tests, 1U);
}

TEST(merge_junit, words_of_other_runners_for_a_failure_count) {
  const merged_junit merged = merge_one(
      "<testsuite><testcase result=\"aborted\"/><testcase status=\"Timeout\"/>"
      "<testcase success=\"false\"/><testcase success=\"true\"/></testsuite>");
  EXPECT_EQ(merged.bad, 3U);
}

TEST(merge_junit, times_may_have_commas) {
  for (const auto& [time, seconds] : {std::pair{"1,5", "1.500"},
                                      {"1,234.5", "1234.500"},
                                      {"1,234", "1234.000"},
                                      {"2.25", "2.250"},
                                      {"", "0.000"}}) {
    EXPECT_THAT(merge_one(std::string("<testsuite time=\"") + time +
                          "\"><testcase/></testsuite>")
                    .text,
                HasSubstr(std::string("skipped=\"0\" time=\"") + seconds))
        << time;
  }
}

TEST(merge_junit, a_status_without_an_element_counts) {
  const merged_junit merged = merge_one(
      "<testsuite><testcase status=\"fail\"/>"
      "<testcase result=\"error\"/><testcase status=\"run\"/>"
      "<testcase status=\"disabled\"/><testcase><Failure/></testcase>"
      "</testsuite>");
  EXPECT_THAT(merged.text, HasSubstr("tests=\"5\" failures=\"2\" errors=\"1\" "
                                     "skipped=\"1\""));
}

TEST(merge_junit, C74_a_reference_to_zero_ends_no_text) {
  const std::string text =
      merge_one(
          "<testsuite name=\"a&#0;b\"><testcase name=\"&#x00;c\">"
          "<failure>d&#000;e</failure></testcase></testsuite>")
          .text;
  for (const char* each : {"a\xEF\xBF\xBD"
                           "b",
                           "\xEF\xBF\xBD"
                           "c",
                           "d\xEF\xBF\xBD"
                           "e"}) {
    EXPECT_THAT(text, HasSubstr(each));
  }
}

TEST(merge_junit, C74_writes_no_character_that_xml_forbids) {
  const std::string text =
      merge_one(
          "<testsuite name=\"&#1;n\"><testcase name=\"a\x02\">"
          "<failure message=\"&#x1b;[31mred&#x1b;[0m\">\x07&#8;&#xFFFE;"
          "</failure><system-out><![CDATA[\x03 \xff]]></system-out>"
          "</testcase></testsuite>")
          .text;
  for (const char c : text) {
    EXPECT_TRUE(static_cast<unsigned char>(c) >= 0x20 || c == '\n') << text;
  }
  EXPECT_THAT(text, HasSubstr("message=\"red\""));
  EXPECT_THAT(text, HasSubstr("a\xEF\xBF\xBD"));
  EXPECT_THAT(text, HasSubstr("<![CDATA[\xEF\xBF\xBD \xEF\xBF\xBD]]>"));
  EXPECT_THAT(text, testing::Not(HasSubstr("&#")));
  EXPECT_THAT(text, testing::Not(HasSubstr("\xEF\xBF\xBE")));
}

}  // namespace
}  // namespace parallel_testing::merge_command
