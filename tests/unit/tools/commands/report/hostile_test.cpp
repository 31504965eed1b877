// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "base/json.hpp"
#include "commands/report/markdown.hpp"
#include "commands/report/page.hpp"
#include "commands/report/trace.hpp"

namespace parallel_testing::report_command {
namespace {

using testing::HasSubstr;
using testing::Not;

tools::run_result run_with(const std::string& text) {
  tools::attempt attempt;
  attempt.outcome = tools::verdict::fail;
  attempt.message = text;
  attempt.output = text;
  attempt.worker = text;
  attempt.start_mono_ns = 5;
  attempt.duration_ns = 1;
  attempt.locks = {{text, tools::hold_mode::exclusive, 1, 1, 4}};
  tools::test_result test;
  test.name = text;
  test.unit = text;
  test.file = text;
  test.markers = {text};
  test.labels = {text};
  test.attempts = {attempt};
  tools::run_result run;
  run.project = text;
  run.start_mono_ns = 1;
  run.wall_ns = 10;
  run.tests = {test};
  return run;
}

std::size_t count(const std::string& text, const std::string& what) {
  std::size_t number = 0;
  for (std::size_t at = text.find(what); at != std::string::npos;
       at = text.find(what, at + 1)) {
    ++number;
  }
  return number;
}

const std::string hostile =
    "</script><script>alert('x')</script><!--\"'`|*[a](javascript:b)*\n\n# "
    "c\x01"
    "\xff\xed\xa0\x80\xe2\x80\xa8\x1b[31m\\u003c]]>@PAGE_DATA@";

TEST(hostile_names, C74_never_become_markup_of_the_page) {
  const std::string page = page_text(run_with(hostile), {run_with(hostile)});
  const std::string harmless = page_text(run_with("a"), {run_with("a")});
  for (const char* each : {"<script", "</script", "<!--"}) {
    EXPECT_EQ(count(page, each), count(harmless, each)) << each;
  }
  EXPECT_TRUE(std::none_of(page.begin(), page.end(), [](char c) {
    return c == '\x01' || c == '\x1b' || c == '\xff';
  }));
}

TEST(hostile_names, C74_arrive_in_the_data_as_they_are) {
  const auto data = nlohmann::json::parse(page_data(run_with("<b>\"&\n"), {}));
  EXPECT_EQ(data.at("tests").at(0).at(0), "<b>\"&\n");
}

TEST(hostile_names, C74_have_a_command_to_repeat_them_as_text) {
  const auto data = nlohmann::json::parse(page_data(run_with("a'b\n"), {}));
  const auto& test = data.at("tests").at(0);
  EXPECT_EQ(test.at(test.size() - 2), "'^a'\\''b.$'");
  EXPECT_EQ(data.at("repeat"), "ctest --output-on-failure -R ");
}

TEST(hostile_names, C74_that_are_very_long_are_in_the_page_once_each) {
  const std::string name(1'000'000, 'y');
  tools::run_result run = run_with("a");
  run.tests[0].name = name;
  run.tests[0].unit = "";
  EXPECT_LT(count(page_text(run, {}), "y"), 1'010'000U);
}

TEST(hostile_names, C74_never_become_markdown) {
  std::string text = markdown_text(run_with(hostile));
  EXPECT_THAT(text, Not(HasSubstr("<script")));
  EXPECT_EQ(count(text, "</pre>"), 1U);
  // What stands in <pre> is text to Markdown, up to a blank line.
  const std::size_t begin = text.find("<pre>");
  const std::size_t size = text.find("</pre>") - begin;
  EXPECT_THAT(text.substr(begin, size), Not(HasSubstr("\n")));
  text.erase(begin, size);
  EXPECT_THAT(text, Not(HasSubstr("[a](")));
  EXPECT_THAT(text, Not(HasSubstr("\n# c")));
  EXPECT_THAT(text, Not(HasSubstr("`")));
}

TEST(hostile_names, C74_leave_the_trace_valid) {
  EXPECT_TRUE(nlohmann::json::accept(trace_text(run_with(hostile))));
}

TEST(hostile_names, C74_long_outputs_are_cut) {
  tools::run_result run = run_with("a");
  run.tests[0].attempts[0].output = std::string(1'000'000, 'y');
  EXPECT_LT(count(markdown_text(run), "y"), 5'000U);
  EXPECT_LT(count(page_text(run, {}), "y"), 20'000U);
}

}  // namespace
}  // namespace parallel_testing::report_command
