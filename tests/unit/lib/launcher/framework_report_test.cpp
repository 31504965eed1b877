// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "framework_report.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace parallel_testing::launcher {
namespace {

using adapter::framework;
using testing::ElementsAre;
using testing::HasSubstr;

reporting_command with_report(framework kind, std::vector<std::string> command,
                              const std::string& report, int version = 0) {
  return rules_of(kind).with_report(version, std::move(command), report);
}

parallel_testing::framework_report read_report(framework kind,
                                               std::string_view text,
                                               std::string_view selector = {}) {
  return rules_of(kind).read_report(text, selector);
}

std::string selector_in(framework kind,
                        const std::vector<std::string>& command) {
  return rules_of(kind).selector_in(command);
}

constexpr const char* passed =
    R"(<testsuites tests="1" failures="0"><testsuite name="A">
  <testcase name="B" status="run" result="completed"
            timestamp="2026-01-01T00:00:00.000" classname="A" />
</testsuite></testsuites>)";

framework_report googletest(const std::string& cases) {
  return read_report(
      framework::googletest,
      "<?xml version=\"1.0\"?><testsuites>" + cases + "</testsuites>");
}

judged_test judged(framework kind, const framework_report& report,
                   int status = 0) {
  return judge_report(kind, report, status);
}

TEST(framework_report, of_googletest_proves_a_pass) {
  const framework_report report = read_report(framework::googletest, passed);
  EXPECT_TRUE(report.is_complete);
  EXPECT_EQ(report.cases, 1U);
  EXPECT_EQ(judged(framework::googletest, report).how, verdict::pass);
}

TEST(framework_report, that_is_cut_off_proves_nothing) {
  const std::string whole = passed;
  const framework_report report = read_report(
      framework::googletest, whole.substr(0, whole.find("</testsuites>")));
  EXPECT_FALSE(report.is_complete);
  EXPECT_TRUE(judged(framework::googletest, report).is_broken());
  EXPECT_TRUE(judge_report(framework::googletest, std::nullopt, 0).is_broken());
}

TEST(framework_report, C78_text_of_the_test_is_no_element) {
  const framework_report report = googletest(
      R"(<testcase name="B" status="run" result="completed">
           <failure message="a.cpp:3&#x0A;&lt;testcase name=&quot;x&quot;&gt;">
           <![CDATA[<testcase name="x" result="skipped"></testsuites>]]>
           </failure></testcase>)");
  EXPECT_EQ(report.cases, 1U);
  EXPECT_EQ(report.failed, 1U);
  EXPECT_EQ(report.skipped, 0U);
  EXPECT_EQ(report.reason, "<testcase name=\"x\">");
}

TEST(framework_report, of_googletest_has_the_reason_of_a_skip) {
  const framework_report report = googletest(
      R"(<testcase name="B" status="run" result="skipped">
           <skipped message="a.cpp:3&#x0A;no GPU" /></testcase>)");
  const judged_test found = judged(framework::googletest, report);
  EXPECT_EQ(found.how, verdict::skip);
  EXPECT_EQ(found.why, "no GPU");
  EXPECT_TRUE(judged(framework::googletest, report, 4).is_broken());
}

TEST(framework_report, of_googletest_has_the_words_of_a_failure) {
  const auto reason_of = [](const std::string& message) {
    return googletest(
               "<testcase name=\"B\" status=\"run\"><failure message=\"" +
               message + "\" /></testcase>")
        .reason;
  };
  EXPECT_EQ(reason_of("a.cpp:3&#x0A;Failed&#x0A;no shop&#x0A;and more"),
            "no shop");
  EXPECT_EQ(reason_of("a.cpp:3&#x0A;Failed&#x0A;"), "Failed");
  EXPECT_EQ(reason_of("a.cpp:3&#x0A;Value of: x&#x0A;Actual: 1"),
            "Value of: x");
}

TEST(framework_report, C84_a_case_that_never_started_did_not_run) {
  const framework_report report = googletest(
      R"(<testcase name="B" status="run" result="completed"
                   timestamp="1970-01-01T00:00:00.000" />)");
  EXPECT_EQ(report.cases, 0U);
  EXPECT_THAT(judged(framework::googletest, report).why, HasSubstr("ran 0"));
}

TEST(framework_report, a_case_that_its_suite_skipped_is_skipped) {
  const framework_report report = googletest(
      R"(<testcase name="B" status="run" result="skipped"
                   timestamp="1970-01-01T00:00:00.000">
           <skipped message="a.cpp:3&#x0A;" /></testcase>)");
  EXPECT_EQ(report.cases, 1U);
  EXPECT_EQ(judged(framework::googletest, report).how, verdict::skip);
}

TEST(framework_report, C81_of_tests_of_one_name_has_as_many) {
  const std::string one = R"(<testcase name="B" status="run"
                                       result="completed" />)";
  const std::string skipped = R"(<testcase name="B" status="run"
                                           result="skipped" />)";
  const auto judge = [](const std::string& cases, std::size_t count,
                        int status = 0) {
    return judge_report(framework::googletest, googletest(cases), status,
                        count);
  };
  EXPECT_EQ(judge(one + one, 2).how, verdict::pass);
  EXPECT_EQ(judge(one + skipped, 2).how, verdict::pass);
  EXPECT_EQ(judge(skipped + skipped, 2).how, verdict::skip);
  EXPECT_TRUE(judge(one, 2).is_broken());
  EXPECT_TRUE(judge(one + one + one, 2).is_broken());
  EXPECT_TRUE(judge(one + one, 1).is_broken());
  EXPECT_TRUE(judge(one + one, 2, 3).is_broken());
  EXPECT_THAT(judge_report(framework::googletest, googletest(one), 0, 2).why,
              HasSubstr("was started for 2 tests of the same name and ran 1"));
}

TEST(framework_report, C84_of_another_test_proves_nothing) {
  const auto cases = [](const char* selector) {
    return read_report(framework::googletest, passed, selector).cases;
  };
  EXPECT_EQ(cases("A.B"), 1U);
  EXPECT_EQ(cases("A??"), 1U);
  EXPECT_EQ(cases("A.C"), 0U);
  EXPECT_EQ(cases("A.BB"), 0U);
  const auto selected = [](const char* filter) {
    return selector_in(framework::googletest, {"t", filter});
  };
  EXPECT_EQ(selected("--gtest_filter=A.B"), "A.B");
  EXPECT_EQ(selected("--gtest_filter=A.*"), "");
  EXPECT_EQ(selected("--gtest_filter=A.B:A.C"), "");
}

TEST(framework_report, C84_a_listing_is_none) {
  EXPECT_EQ(googletest(R"(<testcase name="B" file="a.cpp" line="3" />)").cases,
            0U);
}

TEST(framework_report, C84_a_repeated_test_has_none) {
  const auto with = [](const char* option) {
    return with_report(framework::googletest, {"t", option}, "/r.xml").report;
  };
  EXPECT_EQ(with("--gtest_repeat=2"), "");
  EXPECT_EQ(with("--gtest_repeat=-1"), "");
  EXPECT_EQ(with("--gtest_repeat=1"), "/r.xml");
}

TEST(framework_report, C84_another_number_of_cases_than_one_is_broken) {
  const std::string one =
      R"(<testcase name="B" status="run" result="completed" />)";
  const framework_report report = googletest(one + one);
  EXPECT_TRUE(judged(framework::googletest, report).is_broken());
}

TEST(framework_report, a_failure_outside_of_cases_counts) {
  const framework_report report = googletest(
      R"(<testcase name="B" status="run" result="completed" />
         <testcase name="" status="run" result="completed">
           <failure message="a.cpp:9&#x0A;still open" /></testcase>)");
  const judged_test found = judged(framework::googletest, report, 1);
  EXPECT_EQ(found.how, verdict::fail);
  EXPECT_EQ(found.why, "still open");
}

constexpr const char* catch2_head =
    R"(<Catch2TestRun name="x"><TestCase name="s">)";

framework_report catch2(const std::string& inside, const std::string& totals) {
  return read_report(framework::catch2, catch2_head + inside +
                                            "</TestCase><OverallResultsCases " +
                                            totals + "/></Catch2TestRun>");
}

TEST(framework_report, of_catch2_proves_every_verdict) {
  const framework kind = framework::catch2;
  const framework_report good = catch2(
      "", R"(successes="1" failures="0" expectedFailures="0" skips="0")");
  EXPECT_EQ(judged(kind, good).how, verdict::pass);
  EXPECT_TRUE(judged(kind, good, 4).is_broken());
  const framework_report skipped = catch2(
      R"(<Skip filename="a">
      no &lt;GPU>
    </Skip>)",
      R"(successes="0" failures="0" expectedFailures="0" skips="1")");
  EXPECT_EQ(judged(kind, skipped, 4).how, verdict::skip);
  EXPECT_EQ(judged(kind, skipped, 4).why, "no <GPU>");
  const framework_report failed = catch2(
      R"(<Expression success="true"><Expanded>1 == 1</Expanded></Expression>
         <Expression success="false"><Original>a == b</Original>
         <Expanded>1 == 2</Expanded></Expression>)",
      R"(successes="0" failures="1" expectedFailures="0" skips="0")");
  EXPECT_EQ(judged(kind, failed, 4).how, verdict::fail);
  EXPECT_EQ(judged(kind, failed, 0).how, verdict::fail);
  EXPECT_EQ(judged(kind, failed, 4).why, "1 == 2");
}

TEST(framework_report, C79_of_catch2_knows_a_crash_that_ends_with_a_code) {
  const framework_report crashed = catch2(
      R"(<FatalErrorCondition filename="a">
      SIGSEGV - Segmentation violation signal
    </FatalErrorCondition>)",
      R"(successes="0" failures="0" expectedFailures="1" skips="0")");
  const judged_test found = judged(framework::catch2, crashed, 66);
  EXPECT_EQ(found.how, verdict::crash);
  EXPECT_TRUE(found.is_broken());
  EXPECT_EQ(found.why,
            "the test crashed: SIGSEGV - Segmentation violation signal");
}

TEST(with_report, asks_googletest_for_a_file) {
  const reporting_command asked =
      with_report(framework::googletest, {"t", "--gtest_filter=A.B"}, "/r.xml");
  EXPECT_THAT(asked.arguments, ElementsAre("t", "--gtest_filter=A.B",
                                           "--gtest_output=xml:/r.xml"));
  EXPECT_EQ(asked.report, "/r.xml");
}

TEST(with_report, uses_the_file_that_the_user_asked_for) {
  const reporting_command asked = with_report(
      framework::googletest, {"t", "--gtest_output=xml:/own.xml"}, "/r.xml");
  EXPECT_THAT(asked.arguments, ElementsAre("t", "--gtest_output=xml:/own.xml"));
  EXPECT_EQ(asked.report, "/own.xml");
}

TEST(framework_report, of_catch2_2_as_junit_has_what_was_thrown) {
  const auto reason = [](const std::string& message, const std::string& text) {
    return read_report(framework::catch2,
                       "<testsuites><testsuite><testcase><error message=\"" +
                           message + "\" type=\"\">\n" + text +
                           "\nat /s/t.cpp:7</error></testcase></testsuite>"
                           "</testsuites>")
        .reason;
  };
  EXPECT_EQ(reason("", "FAILED:\nboom"), "boom");
  EXPECT_EQ(reason("{Unknown expression after the reported line}",
                   "FAILED:\n  {Unknown expression after the reported line}\n"
                   "boom"),
            "boom");
  EXPECT_EQ(reason("a == b", "FAILED:\n  CHECK( a == b )"), "a == b");
  EXPECT_EQ(reason("", "FAILED:"), "");
}

framework_report doctest_report(const std::string& cases,
                                const std::string& counts) {
  return read_report(
      framework::doctest,
      "<?xml version=\"1.0\"?><doctest binary=\"t\"><TestSuite>" + cases +
          "</TestSuite><OverallResultsTestCases " + counts +
          " skipped=\"7\"/></doctest>");
}

TEST(framework_report, of_doctest_counts_the_cases_that_ran) {
  const framework_report passes = doctest_report(
      "<TestCase name=\"a\" skipped=\"true\"/><TestCase name=\"b\"><Message "
      "type=\"WARNING\"><Text>careful</Text></Message></TestCase>",
      "successes=\"1\" failures=\"0\"");
  EXPECT_TRUE(passes.is_complete);
  EXPECT_EQ(judged(framework::doctest, passes).how, verdict::pass);
  EXPECT_EQ(passes.reason, "");
  const framework_report none =
      doctest_report("", "successes=\"0\" failures=\"0\"");
  EXPECT_TRUE(judged(framework::doctest, none).is_broken());
  EXPECT_EQ(judged(framework::doctest, none).how, verdict::not_run);
}

TEST(framework_report, of_doctest_has_the_reason_of_the_first_failure) {
  const framework_report report = doctest_report(
      "<TestCase name=\"b\"><Expression success=\"true\"><Original>x"
      "</Original></Expression><Expression success=\"false\"><Original>a == b"
      "</Original><Expanded>1 == 2</Expanded></Expression><Message "
      "type=\"ERROR\"><Text>later</Text></Message></TestCase>",
      "successes=\"0\" failures=\"1\"");
  EXPECT_EQ(report.reason, "1 == 2");
  EXPECT_EQ(judged(framework::doctest, report, 1).how, verdict::fail);
  const framework_report thrown = doctest_report(
      "<TestCase name=\"b\"><Exception crash=\"false\">boom</Exception>"
      "</TestCase>",
      "successes=\"0\" failures=\"1\"");
  EXPECT_EQ(thrown.reason, "boom");
}

TEST(framework_report, C79_of_doctest_knows_a_crash_that_ends_with_a_code) {
  const framework_report crashed = doctest_report(
      R"(<TestCase name="c"><Exception crash="true">
        SIGSEGV - Segmentation violation signal
      </Exception></TestCase>)",
      "successes=\"1\" failures=\"0\"");
  EXPECT_EQ(judged(framework::doctest, crashed, 66).how, verdict::crash);
  EXPECT_TRUE(judged(framework::doctest, crashed, 66).is_broken());
}

/// What doctest writes for its reporters console and junit, which have one
/// stream.
framework_report doctest_junit(const std::string& cases,
                               const char* selected = "b") {
  return read_report(framework::doctest,
                     "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                     "a.cpp:3: ERROR: <testsuites></testsuites>\n"
                     "[doctest] Status: SUCCESS!\n<testsuites>\n"
                     "  <testsuite name=\"t\">" +
                         cases + "</testsuite>\n</testsuites>\n",
                     selected);
}

TEST(framework_report, C84_of_doctest_as_junit_follows_the_text_of_others) {
  const framework_report passes =
      doctest_junit("<testcase classname=\"a.cpp\" name=\"b\"/>");
  EXPECT_EQ(judged(framework::doctest, passes).how, verdict::pass);
  EXPECT_TRUE(judged(framework::doctest, passes, 1).is_broken());
  EXPECT_EQ(judged(framework::doctest, doctest_junit("")).how,
            verdict::not_run);
  EXPECT_TRUE(
      judged(framework::doctest, doctest_junit("<testcase name=\"b\"/>"
                                               "<testcase name=\"c\"/>"))
          .is_broken());
  EXPECT_EQ(
      judged(framework::doctest, doctest_junit("<testcase name=\"c\"/>")).how,
      verdict::not_run);
  EXPECT_TRUE(
      judged(framework::doctest, doctest_junit("<testcase name=\"b/one\"/>"
                                               "<testcase name=\"c\"/>"))
          .is_broken());
  const framework_report cut = read_report(
      framework::doctest, "<testsuites><testsuite><testcase name=\"b\"/>", "b");
  EXPECT_TRUE(judged(framework::doctest, cut).is_broken());
}

TEST(framework_report, of_doctest_as_junit_has_the_subcases_of_one_case) {
  const framework_report report = doctest_junit(
      "<testcase name=\"b/one\"/><testcase name=\"b/two\">"
      "<failure message=\"1 == 2\" type=\"CHECK\">a.cpp:3</failure>"
      "</testcase><testcase name=\"b/three\"><error message=\"exception\">x"
      "</error></testcase>");
  EXPECT_EQ(report.cases, 1U);
  EXPECT_EQ(report.failed, 1U);
  EXPECT_EQ(report.reason, "1 == 2");
  EXPECT_EQ(judged(framework::doctest, report, 1).how, verdict::fail);
  EXPECT_EQ(judged(framework::doctest, report).how, verdict::fail);
}

TEST(framework_report, of_doctest_as_junit_does_not_fail_by_a_warning) {
  const framework_report report = doctest_junit(
      "<testcase name=\"b\"><failure message=\"1 == 2\" type=\"WARN\"/>"
      "</testcase>");
  EXPECT_EQ(judged(framework::doctest, report).how, verdict::pass);
}

framework_report boost_test_report(const std::string& units) {
  return read_report(framework::boost_test,
                     "<TestResult><TestSuite name=\"Master\">" + units +
                         "</TestSuite></TestResult>",
                     "a/b");
}

TEST(framework_report, of_boost_test_counts_only_the_selected_case) {
  const std::string other =
      "<TestCase name=\"b\" result=\"passed\"></TestCase>";
  const framework_report passed_case =
      boost_test_report(other +
                        "<TestSuite name=\"a\"><TestCase name=\"b\" "
                        "result=\"passed\"></TestCase></TestSuite>");
  EXPECT_TRUE(passed_case.is_complete);
  EXPECT_EQ(judged(framework::boost_test, passed_case).how, verdict::pass);
  EXPECT_EQ(judged(framework::boost_test, boost_test_report(other)).how,
            verdict::not_run);
  const framework_report skipped = boost_test_report(
      "<TestSuite name=\"a\"><TestCase name=\"b\" result=\"skipped\">"
      "</TestCase></TestSuite>");
  EXPECT_EQ(judged(framework::boost_test, skipped).how, verdict::skip);
  for (const char* const result : {"failed", "aborted", "timed-out", ""}) {
    const framework_report bad = boost_test_report(
        "<TestSuite name=\"a\"><TestCase name=\"b\" result=\"" +
        std::string(result) + "\"></TestCase></TestSuite>");
    EXPECT_EQ(judged(framework::boost_test, bad, 201).how, verdict::fail);
  }
}

TEST(framework_report, C79_of_boost_test_shows_failures_around_a_passed_case) {
  const std::string passed_case =
      "<TestCase name=\"b\" result=\"passed\" assertions_failed=\"0\">"
      "</TestCase>";
  const std::string in_suite = "<TestSuite name=\"a\" assertions_failed=\"1\">";
  const framework_report of_suite =
      boost_test_report(in_suite + passed_case + "</TestSuite>");
  EXPECT_EQ(of_suite.failed, 0U);
  EXPECT_TRUE(of_suite.failed_around);
  EXPECT_EQ(judged(framework::boost_test, of_suite).how, verdict::fail);
  EXPECT_EQ(judged(framework::boost_test, of_suite).where,
            failure_site::around);
  EXPECT_THAT(of_suite.reason, HasSubstr("of 'a'"));
  const framework_report of_program =
      read_report(framework::boost_test,
                  "<TestResult><TestSuite name=\"Master\" result=\"passed\" "
                  "assertions_failed=\"1\"><TestSuite name=\"a\">" +
                      passed_case + "</TestSuite></TestSuite></TestResult>",
                  "a/b");
  EXPECT_THAT(of_program.reason, HasSubstr("the program"));
  const framework_report expected = boost_test_report(
      in_suite +
      "<TestCase name=\"b\" result=\"passed\" "
      "assertions_failed=\"1\" expected_failures=\"1\"></TestCase>"
      "</TestSuite>");
  EXPECT_EQ(judged(framework::boost_test, expected).how, verdict::pass);
}

TEST(with_report, replaces_the_output_of_doctest_and_not_that_of_boost_test) {
  const reporting_command of_doctest =
      with_report(framework::doctest, {"t"}, "/r");
  EXPECT_THAT(of_doctest.arguments,
              ElementsAre("t", "--reporters=xml", "--out=/r"));
  EXPECT_TRUE(of_doctest.is_silent);
  EXPECT_EQ(with_report(framework::doctest,
                        {"t", "--reporters=xml", "--out=/own"}, "/r")
                .report,
            "/own");
  EXPECT_EQ(with_report(framework::doctest, {"t", "-r=junit"}, "/r").report,
            "");
  EXPECT_EQ(
      with_report(framework::doctest,
                  {"t", "--test-case=b\\,c", "-r=console,junit", "--out=/own"},
                  "/r")
          .report,
      "/own");
  EXPECT_EQ(selector_in(framework::doctest, {"t", "--test-case=b\\,c"}), "b,c");
  const reporting_command of_boost_test =
      with_report(framework::boost_test, {"t", "--run_test=a/b"}, "/r");
  EXPECT_EQ(of_boost_test.report, "/r");
  EXPECT_FALSE(of_boost_test.is_silent);
  EXPECT_EQ(selector_in(framework::boost_test, of_boost_test.arguments), "a/b");
  EXPECT_EQ(with_report(framework::boost_test, {"t", "--report_level=no"}, "/r")
                .report,
            "");
}

TEST(with_report, adds_a_reporter_beside_the_one_of_catch2) {
  EXPECT_THAT(with_report(framework::catch2, {"t", "a"}, "/r").arguments,
              ElementsAre("t", "a", "--reporter", "console", "--reporter",
                          "xml::out=/r"));
  EXPECT_THAT(
      with_report(framework::catch2, {"t", "a", "-r", "tap"}, "/r").arguments,
      ElementsAre("t", "a", "-r", "tap", "--reporter", "xml::out=/r"));
}

TEST(with_report, takes_the_place_of_the_only_reporter_of_version_2) {
  const reporting_command asked =
      with_report(framework::catch2, {"t", "a"}, "/r", 2);
  EXPECT_THAT(asked.arguments,
              ElementsAre("t", "a", "--reporter", "xml", "--out", "/r"));
  EXPECT_TRUE(asked.is_silent);
  EXPECT_EQ(
      with_report(framework::catch2, {"t", "a", "--reporter", "tap"}, "/r", 2)
          .report,
      "");
  EXPECT_TRUE(judge_without_report(0).is_broken());
  EXPECT_EQ(judge_without_report(1).how, verdict::fail);
}

}  // namespace
}  // namespace parallel_testing::launcher
