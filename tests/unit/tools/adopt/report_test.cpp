// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "adopt/report.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/json.hpp"

namespace parallel_testing::tools {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

adoption_report forged_report() {
  adoption_report report;
  report.project = "shop";
  report.plan.steps = {{{"test/CMakeLists.txt", 7},
                        "add_test(NAME a\n  COMMAND a)",
                        "each of the 2 cases becomes a test"}};
  report.plan.targets = {"a"};
  report.suggestions = 2;
  report.suggested = {"a lock for 2 tests: both write a"};
  report.patch = "adopt.patch";
  report.patch_lines = 12;
  report.before = measured_suite{1, 2.0, {1.5, 1.25}, {}, {{"a", 1}}};
  report.after = measured_suite{2, 2.0, {0.5, 0.75}, {}, {}};
  return report;
}

TEST(report_test, it_is_green_if_nothing_fails_and_nothing_is_left) {
  adoption_report report = forged_report();
  EXPECT_TRUE(report.is_green());
  report.after->failed_in_parallel["A.b"] = 1;
  EXPECT_FALSE(report.is_green());
  report = forged_report();
  report.after->failed_serially = {"A.b"};
  EXPECT_FALSE(report.is_green());
  report = forged_report();
  report.plan.left = {{{"CMakeLists.txt", 3}, "gtest_add_tests", "it stays"}};
  EXPECT_FALSE(report.is_green());
  report = forged_report();
  report.after->tests = 0;
  EXPECT_FALSE(report.is_green());
  report = forged_report();
  report.after.reset();
  EXPECT_FALSE(report.is_green());
}

TEST(report_test, the_text_has_each_change_with_its_reason_and_the_figures) {
  adoption_report report = forged_report();
  report.plan.left = {{{"CMakeLists.txt", 3}, "gtest_add_tests", "it stays"}};
  report.taken_back = {"the adapter of b"};
  report.seconds = 61;
  EXPECT_EQ(text_of(report),
            "test/CMakeLists.txt:7: add_test(NAME a COMMAND a)\n"
            "  each of the 2 cases becomes a test\n"
            "cmake/parallel_testing_suggestions.cmake: a new file with 2 "
            "calls, because tests share\n"
            "  files, ports or other resources; the tests get\n"
            "  - a lock for 2 tests: both write a\n"
            "taken back: the adapter of b\n"
            "\n"
            "before: 1 test; one by one in 2.0 s, at -j8 in 1.5 s, 1.2 s\n"
            "        failed one by one: 0; at -j8: 1 of 1, each in at most 1 "
            "of 2 rounds\n"
            "after:  2 tests; one by one in 2.0 s, at -j8 in 0.5 s, 0.8 s\n"
            "        failed one by one: 0; at -j8: 0 of 2\n"
            "left to do by hand:\n"
            "  CMakeLists.txt:3: gtest_add_tests: it stays\n"
            "wrote 'adopt.patch' (12 lines) in 61 s\n");
}

TEST(report_test, the_markdown_has_a_table_and_no_live_markup) {
  adoption_report report = forged_report();
  report.plan.steps[0].reason = "a <b> | *c*";
  report.after->failed_in_parallel["A.`b`"] = 2;
  const std::string text = markdown_of(report);
  EXPECT_THAT(text, HasSubstr("| before | 1 | 0 | 1 of 1, each in at most 1 of "
                              "2 rounds | 2.0 s | 1.5 s, 1.2 s |\n"));
  EXPECT_THAT(text, HasSubstr("\n  - a lock for 2 tests: both write a.\n"));
  EXPECT_THAT(text, HasSubstr("a \\<b\\> \\| \\*c\\*."));
  EXPECT_THAT(text, HasSubstr("- `` A.`b` `` failed in 2 of 2 rounds"));
}

TEST(report_test, of_many_suggestions_the_first_are_shown) {
  adoption_report report = forged_report();
  report.suggested = std::vector<std::string>(25, "a lock");
  EXPECT_THAT(text_of(report),
              HasSubstr("  - and 5 more, each with its reason in the file\n"));
  EXPECT_EQ(nlohmann::json::parse(json_of(report))["suggested"].size(), 25U);
}

TEST(report_test, what_did_not_run_proves_nothing) {
  adoption_report report = forged_report();
  report.before.reset();
  report.after.reset();
  EXPECT_THAT(text_of(report), HasSubstr("No test ran"));
  EXPECT_THAT(markdown_of(report), HasSubstr("No test ran"));
  EXPECT_THAT(markdown_of(report), Not(HasSubstr("| before")));
  EXPECT_TRUE(nlohmann::json::parse(json_of(report))["after"].is_null());
}

TEST(report_test, the_json_has_everything_in_its_version) {
  const nlohmann::json root = nlohmann::json::parse(json_of(forged_report()));
  EXPECT_EQ(root["version"], 1);
  EXPECT_EQ(root["green"], true);
  EXPECT_EQ(root["changes"][0]["file"], "test/CMakeLists.txt");
  EXPECT_EQ(root["changes"][0]["line"], 7);
  EXPECT_EQ(root["before"]["failed_in_parallel"]["a"], 1);
  EXPECT_EQ(root["after"]["parallel_s"].size(), 2U);
  EXPECT_EQ(root["patch_lines"], 12);
}

}  // namespace
}  // namespace parallel_testing::tools
