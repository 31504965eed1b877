// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "reported_cases.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace parallel_testing::launcher {
namespace {

using testing::HasSubstr;

judged_test judged_tap(const std::string& text, int status = 0) {
  return judge_cases(read_tap(text), status);
}

TEST(read_tap, finds_names_verdicts_and_reasons) {
  const reported_cases seen = read_tap(
      "TAP version 13\n"
      "1..7\n"
      "ok 1 - opens\n"
      "# nothing of interest\n"
      "not ok 2 - reads the \\# of lines\r\n"
      "# expected 3\n"
      "# but got 4\n"
      "ok 3 - locks # SKIP no server\n"
      "not ok 4 - sorts # TODO not written\n"
      "some output: 1..2 and not ok\n"
      "not ok 5\n"
      "  ---\n"
      "  severity: fail\n"
      "  message: 'no such file'\n"
      "  not ok 99 - a line of the details\n"
      "  ...\n"
      "    ok 1 - of a subtest\n"
      "    1..1\n"
      "ok 6 - the subtest\n"
      "okay is output\n"
      "ok 7 - opens\n");
  EXPECT_EQ(seen.problem, "");
  ASSERT_EQ(seen.cases.size(), 7U);
  const auto expect = [&](std::size_t at, const char* name, verdict how,
                          const char* message) {
    EXPECT_EQ(seen.cases[at].name, name);
    EXPECT_EQ(seen.cases[at].how, how) << name;
    EXPECT_EQ(seen.cases[at].message, message) << name;
  };
  expect(0, "opens", verdict::pass, "");
  expect(1, "reads the # of lines", verdict::fail, "expected 3");
  expect(2, "locks", verdict::skip, "no server");
  expect(3, "sorts", verdict::pass, "");
  expect(4, "5", verdict::fail, "no such file");
  expect(5, "the subtest", verdict::pass, "");
  expect(6, "opens (7)", verdict::pass, "");
}

TEST(read_tap, accepts_a_plan_at_the_end_and_points_without_numbers) {
  EXPECT_EQ(judged_tap("ok - a\nok - b\n1..2\n").how, verdict::pass);
  EXPECT_EQ(judged_tap("ok 1 a\nok 2 b\n1..2\n").how, verdict::pass);
  EXPECT_EQ(judged_tap("ok - a\nok # skip\n1..2").how, verdict::pass);
  EXPECT_EQ(judged_tap("1..2\nok 1\nok 2 # no directive\n").how, verdict::pass);
}

/// Texts that do not prove that all points ran, and a part of the reason.
void expect_doubts(
    const std::vector<std::pair<const char*, const char*>>& texts) {
  for (const auto& [text, reason] : texts) {
    const judged_test judged = judged_tap(text);
    EXPECT_TRUE(judged.is_broken()) << text;
    EXPECT_THAT(judged.why, HasSubstr(reason)) << text;
  }
}

TEST(read_tap, C79_output_that_begins_with_ok_hides_no_missing_point) {
  // Beside numbered points, it is output.
  EXPECT_EQ(judged_tap("1..1\nok computer\nok\nok 1 - a\n").how, verdict::pass);
  expect_doubts({
      {"1..2\nok 1 - a\nok computer\n", "2 test points, but 1 is"},
      {"1..2\nok 1 - a\nok\n", "2 test points, but 1 is"},
      {"1..2\nok - a\nok computer\n", "'ok computer' may be output"},
      {"1..2\nok - a\nok\n", "'ok' may be output"},
      {"1..2\nok a\nok b\n", "let the program number its test points"},
      {"1..2\nok 1 - a\nok 2 computers\n", "'ok 2 computers' may be output"},
      {"1..2\nok 1 - a\nok 1 computer\n", "test point 1 twice"},
      {"1..3\nok 1 - a\nnot ok computer\nok 2 - b\nok 3 - c\n",
       "'not ok computer' has no number"},
      {"1..2\nok 2 - b\nok 1 - a\n", "test point 1 comes after test point 2"},
      {"ok 1 - a\n1..2\nok 2 - b\n", "in the middle"},
      {"TAP version 13\n1..1\nok 1\nTAP version 13\n", "may be mixed"},
      {"TAP version 15\n1..1\nok 1\n", "'15' of TAP is not known"},
  });
}

TEST(read_tap, C79_a_subtest_must_agree_with_its_point) {
  EXPECT_EQ(judged_tap("TAP version 14\n1..2\n"
                       "# Subtest: reads\n    1..2\n    ok 1 - a\n"
                       "    not ok 2 - b # TODO later\nok 1 - reads\n"
                       "    not ok 1 - output without a plan\nok 2 - b\n")
                .how,
            verdict::pass);
  expect_doubts({
      {"1..1\n    1..2\n    ok 1 - a\nok 1 - reads\n",
       "of the subtest before 'ok 1 - reads': the plan has 2 test points"},
      {"1..1\n    1..1\n    not ok 1 - a\nok 1 - reads\n",
       "has a test point that is not ok"},
      {"1..1\nok 1 - a\n    1..1\n    ok 1 - b\n", "no test point follows"},
      {"1..1\n    1..1\n    Bail out! no disk\nok 1 - reads\n",
       "Bail out! no disk"},
  });
}

TEST(read_tap, C79_details_and_pragmas_are_read_as_they_are_defined) {
  // Only after a test point.
  EXPECT_EQ(judged_tap("1..2\n  ---\nok 1\nok 2\n").how, verdict::pass);
  EXPECT_EQ(judged_tap("pragma +strict\n1..1\n\n# a\nok 1\n  x\n").how,
            verdict::pass);
  EXPECT_EQ(judged_tap("pragma +strict\npragma -strict\n1..1\nx\nok 1\n").how,
            verdict::pass);
  expect_doubts({
      {"1..2\nok 1\n  ---\nok 2\n  ...\n", "'ok 2' in the details"},
      {"1..1\npragma +strict\nhello\nok 1\n", "the line 'hello' is not TAP"},
  });
}

TEST(read_tap, C79_is_broken_by_a_plan_that_does_not_match) {
  const std::pair<const char*, const char*> texts[] = {
      {"", "has no plan"},
      {"Segmentation fault\n", "has no plan"},
      {"ok 1\nok 2\n", "has no plan"},
      {"1..3\nok 1\nok 2\n", "3 test points, but 2 are"},
      {"1..1\nok 1\nok 2\n", "1 test points, but 2 are"},
      {"1..2\nok 1\n", "2 test points, but 1 is"},
      {"1..2\nok 1\nok 3\n", "outside of the plan"},
      {"1..2\nok 1\nok 1\n", "test point 1 twice"},
      {"1..2\nok 1\nok 0\n", "test point 0 twice"},
      {"1..1\nok 1\n1..1\n", "two plans"},
      {"1..2\nok 1\nBail out! no disk\n", "Bail out! no disk"},
      {"Bail out!\n", "Bail out!"},
      {"1..1\nok 1\n  ---\n  message: x\n", "in the details"},
      {"1..0\nok 1\n", "0 test points, but 1 is"},
  };
  for (const auto& [text, reason] : texts) {
    for (const int status : {0, 1}) {
      const judged_test judged = judged_tap(text, status);
      EXPECT_TRUE(judged.is_broken()) << text;
      EXPECT_THAT(judged.why, HasSubstr(reason)) << text;
    }
  }
}

TEST(read_tap, C79_a_failed_point_is_not_hidden_by_a_directive_or_a_status) {
  EXPECT_EQ(judged_tap("1..1\nnot ok 1 - a # SKIP b\n").how, verdict::fail);
  EXPECT_EQ(judged_tap("1..1\nnot ok 1 - a\n").how, verdict::fail);
  EXPECT_FALSE(judged_tap("1..1\nnot ok 1 - a\n").is_broken());
  EXPECT_EQ(judged_tap("1..1\nnot ok 1 - a # todolist\n").how, verdict::pass);
  EXPECT_EQ(judged_tap("1..1\nnot ok 1 - a \\# TODO\n").how, verdict::fail);
  EXPECT_EQ(judged_tap("1..2\nok 1\nnot ok 2 - b\n# why\n", 3).why, "b: why");
  // A failure beside a wrong plan is one that WILL_FAIL must not expect.
  EXPECT_TRUE(judged_tap("1..2\nnot ok 1\n").is_broken());
  EXPECT_TRUE(judged_tap("1..1\nok 1\n", 2).is_broken());
}

TEST(read_tap, is_skipped_when_all_of_it_is) {
  const judged_test none = judged_tap("1..0 # SKIP no server\n");
  EXPECT_EQ(none.how, verdict::skip);
  EXPECT_EQ(none.why, "no server");
  EXPECT_EQ(judged_tap("1..1\nok 1 # SKIP no GPU\n").why, "no GPU");
  EXPECT_TRUE(judged_tap("1..0 # SKIP no server\n", 1).is_broken());
}

judged_test judged_junit(const std::string& text, int status = 0) {
  return judge_cases(read_junit(text), status);
}

TEST(read_junit, finds_names_verdicts_reasons_and_places) {
  const reported_cases seen = read_junit(
      "noise\n<?xml version=\"1.0\"?>\n<testsuites><testsuite name=\"s\">"
      "<testcase classname=\"a\" name=\"b\" file=\"x.py\" line=\"7\" "
      "time=\"0.5\"/>"
      "<testcase classname=\"a\" name=\"b\"><failure message=\"1 != 2&#10;x\">"
      "text</failure></testcase>"
      "<testcase name=\"c\"><error>\n  boom\n at</error><system-out>&lt;"
      "testcase name=\"no\"/></system-out></testcase>"
      "<testcase name=\"d\"><skipped message=\"no net\"/></testcase>"
      "</testsuite></testsuites>");
  EXPECT_EQ(seen.problem, "");
  ASSERT_EQ(seen.cases.size(), 4U);
  EXPECT_EQ(seen.cases[0].name, "a.b");
  EXPECT_EQ(seen.cases[0].file, "x.py");
  EXPECT_EQ(seen.cases[0].line, 7);
  EXPECT_EQ(seen.cases[0].duration_ns, 500'000'000);
  EXPECT_EQ(seen.cases[1].name, "a.b (2)");
  EXPECT_EQ(seen.cases[1].how, verdict::fail);
  EXPECT_EQ(seen.cases[1].message, "1 != 2");
  EXPECT_EQ(seen.cases[2].message, "boom");
  EXPECT_EQ(seen.cases[3].how, verdict::skip);
  EXPECT_EQ(seen.cases[3].message, "no net");
}

TEST(read_junit, C79_proves_nothing_unless_it_is_whole) {
  const std::string whole =
      "<testsuite><testcase name=\"a\"/><testcase name=\"b\"/></testsuite>";
  EXPECT_EQ(judged_junit(whole).how, verdict::pass);
  EXPECT_TRUE(judged_junit(whole, 1).is_broken());
  for (std::size_t end = 0; end < whole.size(); ++end) {
    EXPECT_TRUE(judged_junit(whole.substr(0, end)).is_broken()) << end;
  }
  EXPECT_TRUE(judged_junit("<testsuites></testsuites>").is_broken());
  EXPECT_TRUE(judged_junit("<testsuite/>").is_broken());
  EXPECT_THAT(
      judged_junit("<testsuites><testsuite><error message=\"no set-up\"/>"
                   "<testcase name=\"a\"/></testsuite></testsuites>")
          .why,
      HasSubstr("no set-up"));
  for (const char* count : {"failures", "errors"}) {
    EXPECT_THAT(judged_junit("<testsuites><testsuite " + std::string(count) +
                             "=\"1\"><testcase name=\"a\"/></testsuite>"
                             "</testsuites>")
                    .why,
                HasSubstr("counts failures that no case has"));
  }
  EXPECT_EQ(judged_junit("<testsuite><testcase name=\"a\"><skipped/><failure/>"
                         "</testcase></testsuite>")
                .how,
            verdict::fail);
  EXPECT_EQ(judged_junit("<testsuite><testcase name=\"a\"><failure/><skipped/>"
                         "</testcase></testsuite>")
                .how,
            verdict::fail);
}

TEST(read_junit, C79_must_have_the_cases_that_it_declares) {
  const auto with = [](const std::string& root, const std::string& suite) {
    return judged_junit("<testsuites" + root + "><testsuite" + suite +
                        "><testcase name=\"a\"/><testcase name=\"b\"/>"
                        "</testsuite></testsuites>");
  };
  EXPECT_EQ(with(" tests=\"2\"", " name=\"s\" tests=\"2\"").how, verdict::pass);
  EXPECT_THAT(with("", " name=\"s\" tests=\"3\"").why,
              HasSubstr("the suite 's' of the JUnit document declares 3 tests, "
                        "but has 2"));
  EXPECT_TRUE(with(" tests=\"3\"", " tests=\"2\"").is_broken());
  // Writers that do not count cases: Catch2 and doctest.
  EXPECT_EQ(with("",
                 " name=\"t\" errors=\"0\" failures=\"0\" tests=\"9\" "
                 "hostname=\"tbd\" time=\"0\"")
                .how,
            verdict::pass);
  EXPECT_EQ(with("", " name=\"t\" errors=\"0\" failures=\"0\" tests=\"9\"").how,
            verdict::pass);
  EXPECT_TRUE(with("", " errors=\"0\" failures=\"0\" name=\"t\" tests=\"9\"")
                  .is_broken());
}

}  // namespace
}  // namespace parallel_testing::launcher
