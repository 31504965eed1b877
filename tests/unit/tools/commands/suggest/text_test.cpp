// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/suggest/text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "forged_report.hpp"
#include "support/golden.hpp"

namespace parallel_testing::suggest_command {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string text_of(const forged& suite) {
  return text_of(suite.as_report(), {});
}

TEST(suggest_text, prints_resources_remedies_and_times) {
  support::expect_golden(SUGGEST_DATA "/report.txt",
                         text_of(suite_with_findings()));
}

TEST(suggest_text, of_a_suite_that_shares_nothing_suggests_nothing) {
  forged suite = suite_with_findings();
  suite.found = {};
  suite.plan.suggestions.clear();
  suite.plan.unhelped.clear();
  suite.pairs.clear();
  support::expect_golden(SUGGEST_DATA "/nothing.txt", text_of(suite));
}

TEST(suggest_text, prints_the_remedy_of_a_single_test_after_what_it_does) {
  forged suite = suite_with_findings();
  tools::suggestion alone;
  alone.kind = tools::remedy_kind::no_parallel;
  alone.marker = "no_parallel";
  alone.tests = {9};
  alone.reason = "1 test sets the clock, which all other tests see";
  suite.plan.suggestions.push_back(alone);
  const std::string text = text_of(suite);
  const std::size_t heading = text.find("About single tests");
  ASSERT_NE(heading, std::string::npos);
  EXPECT_THAT(text.substr(heading),
              HasSubstr("    -> no_parallel for Clock.Turns\n"
                        "       1 test sets the clock, which all other tests "
                        "see\n"));
}

TEST(suggest_text, has_the_marker_as_it_is_written_in_the_source) {
  forged suite = suite_with_findings();
  tools::suggestion& port = suite.plan.suggestions[1];
  port.marker = "port:8080";
  for (const std::size_t each : port.tests) {
    suite.of.tests[each].framework = "doctest";
  }
  EXPECT_THAT(text_of(suite),
              HasSubstr("       in the source: TEST_CASE(<name> * "
                        "pt::mark(pt::port(8080)))\n"));
  suite.of.tests[port.tests.back()].framework = "boost_test";
  EXPECT_THAT(text_of(suite),
              HasSubstr("       in the source: TEST_CASE(<name> * "
                        "pt::mark(pt::port(8080)))\n"
                        "       in the source: BOOST_AUTO_TEST_CASE(<name>, "
                        "*pt::mark(pt::port(8080)))\n"));
}

TEST(suggest_text, has_no_control_characters_of_names) {
  EXPECT_THAT(text_of(suite_with_findings()), Not(HasSubstr("\x1b")));
}

TEST(suggest_text, gives_the_number_of_resources_that_it_leaves_out) {
  forged suite = suite_with_findings();
  const tools::shared_resource file = suite.found.shared[0];
  suite.found.shared.assign(23, file);
  suite.pairs.assign(23, suite.pairs[0]);
  EXPECT_THAT(text_of(suite),
              HasSubstr("  and 3 resources more; --format json lists all\n"));
}

TEST(suggest_text, gives_the_numbers_of_findings_and_tests_it_leaves_out) {
  forged suite = suite_with_findings();
  suite.found.alone.assign(11, suite.found.alone[0]);
  suite.found.uncertain.assign(12, 11);
  const std::string text = text_of(suite);
  EXPECT_THAT(text, HasSubstr("  and 1 finding more; "));
  EXPECT_THAT(text, HasSubstr("  and 2 tests more; "));
}

TEST(suggest_text, gives_the_number_of_kinds_of_use_it_leaves_out) {
  forged suite = suite_with_findings();
  tools::shared_resource& file = suite.found.shared[0];
  file.roles.assign(8, file.roles[0]);
  for (std::size_t at = 0; at < file.roles.size(); ++at) {
    file.roles[at].evidence += std::to_string(at);
  }
  file.conflicts.assign(5, file.conflicts[0]);
  const std::string text = text_of(suite);
  EXPECT_THAT(text, HasSubstr("    and 2 kinds of use more\n"));
  EXPECT_THAT(text, HasSubstr("    and 2 conflicts more\n"));
}

TEST(suggest_text, explains_a_remedy_once) {
  forged suite = suite_with_findings();
  suite.plan.suggestions[0].resources = {0, 1};
  const std::string text = text_of(suite);
  const std::string reason = "5 tests use orders.db";
  const std::size_t first = text.find(reason);
  ASSERT_NE(first, std::string::npos);
  EXPECT_EQ(text.find(reason, first + 1), std::string::npos);
  EXPECT_THAT(text, HasSubstr("for 5 tests of Store (as above)\n"));
}

TEST(suggest_text, lists_tests_with_the_same_evidence_together) {
  forged suite = suite_with_findings();
  tools::shared_resource& file = suite.found.shared[0];
  file.roles[1].evidence = file.roles[0].evidence;
  EXPECT_THAT(text_of(suite),
              HasSubstr("    writes orders.db: Store.Add, Store.Clear, "
                        "Store.Count, Store.List and 1 more\n"));
}

TEST(suggest_text, does_not_repeat_the_evidence_as_a_reason) {
  forged suite = suite_with_findings();
  suite.plan.suggestions[1].reason =
      "2 tests share a port: Net.Serves and Net.Answers bind TCP port 8080";
  EXPECT_THAT(text_of(suite), Not(HasSubstr("share a port")));
}

TEST(suggest_text, is_coloured_on_a_terminal) {
  cli::terminal screen;
  screen.columns = 80;
  screen.colour = cli::colour::always;
  EXPECT_THAT(text_of(suite_with_findings().as_report(), screen),
              HasSubstr("\x1b["));
}

}  // namespace
}  // namespace parallel_testing::suggest_command
