// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/coverage/report.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/json.hpp"
#include "cli/command.hpp"
#include "commands/coverage/foreign_reports.hpp"
#include "commands/coverage/html_pages.hpp"

namespace parallel_testing::coverage_command {
namespace {

using nlohmann::json;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

reported_coverage sample_report() {
  reported_coverage shown;
  shown.table["lib/a.cpp"] = {{3, {2, {1, 0}}},
                              {4, {0, {}}},
                              {9, {0, {}}},
                              {10, {1, {}}},
                              {12, {0, {}}}};
  shown.table["lib/b.cpp"] = {{1, {1, {}}}};
  return shown;
}

TEST(coverage_report, lines_that_did_not_run_are_listed) {
  EXPECT_EQ(missing_text(sample_report().table.at("lib/a.cpp")), "4-9, 12");
  EXPECT_EQ(missing_text(sample_report().table.at("lib/b.cpp")), "");
}

TEST(coverage_report, table_has_each_file_and_the_sum) {
  EXPECT_EQ(term_text(sample_report(), {}),
            "File                   Lines  Missed   Cover  Missing\n"
            "lib/a.cpp                  5       3   40.0%  4-9, 12\n"
            "lib/b.cpp                  1       0  100.0%\n"
            "Total                      6       3   50.0%\n");
  reported_coverage with = sample_report();
  with.with = branches::shown;
  EXPECT_THAT(term_text(with, {}),
              HasSubstr("Total                      6       3        2       1"
                        "   50.0%\n"));
}

TEST(coverage_report, json_has_counts_and_the_tests_of_each_line) {
  reported_coverage shown = sample_report();
  shown.with = branches::shown;
  shown.contexts = test_contexts({"Orders.Add", "Orders.Sort"});
  coverage_table ran;
  ran["lib/a.cpp"][3].count = 1;
  shown.contexts.add(1, ran);
  shown.contexts.finish();
  const json root = json::parse(json_text(shown));
  EXPECT_EQ(root.at("version"), 1);
  EXPECT_EQ(root.at("totals").at("covered"), 3);
  EXPECT_EQ(root.at("tests"), json({"Orders.Add", "Orders.Sort"}));
  EXPECT_EQ(root.at("contexts"), json::array({json::array({1})}));
  const json line = root.at("files").at(0).at("lines").at(0);
  EXPECT_EQ(
      line,
      json({{"line", 3}, {"count", 2}, {"branches", {1, 0}}, {"contexts", 0}}));
}

TEST(coverage_report, limits_hold_for_all_or_below_a_directory) {
  const coverage_table table = sample_report().table;
  const auto results =
      check_limits(table, {{"", 50}, {"lib", 50.1}, {"lib/b.cpp", 100}});
  EXPECT_TRUE(results[0].is_met);
  EXPECT_FALSE(results[1].is_met);
  EXPECT_EQ(results[1].found.percent(), 50);
  EXPECT_TRUE(results[2].is_met);
  EXPECT_THROW((void)check_limits(table, {{"li", 1}}), cli::failure);
}

TEST(coverage_report, C84_no_lines_meet_no_limit) {
  coverage_table table = sample_report().table;
  table["lib/empty.hpp"] = {};
  const auto of_file = check_limits(table, {{"lib/empty.hpp", 0}});
  EXPECT_FALSE(of_file[0].is_met);
  EXPECT_FALSE(check_limits({}, {{"", 0}})[0].is_met);
}

TEST(coverage_report, what_comments_exclude_is_reported) {
  reported_coverage shown = sample_report();
  EXPECT_THAT(term_text(shown, {}), Not(HasSubstr("excluded")));
  shown.excluded = {3, 2};
  EXPECT_THAT(term_text(shown, {}),
              EndsWith("excluded by comments: 3 lines\n"));
  shown.with = branches::shown;
  EXPECT_THAT(term_text(shown, {}),
              EndsWith("excluded by comments: 3 lines, 2 branches\n"));
  EXPECT_EQ(json::parse(json_text(shown)).at("excluded"),
            json({{"lines", 3}, {"branches", 2}}));
}

TEST(coverage_report, page_of_a_file_that_is_not_there_has_its_counts) {
  reported_coverage shown;
  shown.table["a.y"] = {{2, {7, {}}}};
  const std::string page = file_page(shown, "a.y", "");
  EXPECT_THAT(page, HasSubstr("<tr id=\"L2\" class=\"ran\"><td>2</td><td>7"));
  EXPECT_THAT(page, Not(HasSubstr("L3")));
  EXPECT_THAT(page, Not(HasSubstr("Tests")));
}

TEST(coverage_report, pages_show_the_tests_of_a_line_and_nothing_is_markup) {
  reported_coverage shown;
  shown.table["a.cpp"] = {{1, {2, {}}}, {2, {0, {}}}};
  shown.contexts = test_contexts({"Odd.<b>"});
  shown.contexts.add(0, shown.table);
  shown.contexts.finish();
  const std::string page = file_page(shown, "a.cpp", "if (a < b)\n  return;\n");
  EXPECT_THAT(page, HasSubstr("<a href=\"tests.html#c0\">1</a>"));
  EXPECT_THAT(tests_page(shown.contexts),
              HasSubstr("<p id=\"c0\">Odd.&lt;b&gt;<br>"));
  EXPECT_THAT(page, HasSubstr("<td>2</td><td class=\"code\">if (a &lt; b)"));
  EXPECT_THAT(page, HasSubstr("<tr id=\"L2\" class=\"missed\">"));
}

TEST(coverage_report, gcovr_gets_what_it_reads) {
  const json root = json::parse(gcovr_trace(sample_report().table, "0.3"));
  EXPECT_EQ(root.at("gcovr/format_version"), "0.3");
  const json line = root.at("files").at(0).at("lines").at(0);
  EXPECT_EQ(line.at("count"), 2);
  EXPECT_EQ(line.at("branches").at(1).at("count"), 0);
}

}  // namespace
}  // namespace parallel_testing::coverage_command
