// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/coverage/readers/lcov.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "commands/coverage/readers/gcda.hpp"
#include "commands/coverage/readers/gcov_json.hpp"

namespace parallel_testing::coverage_command {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

coverage_table read(const std::string& text) {
  std::istringstream input(text);
  coverage_table table;
  add_lcov(input, table);
  return table;
}

TEST(lcov, lines_and_outcomes_are_read) {
  const coverage_table table = read(
      "SF:/p/a.cpp\nFN:3,f\nDA:3,2\nDA:4,0\nBRDA:3,0,0,2\nBRDA:3,0,1,-\n"
      "LF:2\nend_of_record\n");
  const covered_file& file = table.at("/p/a.cpp");
  EXPECT_EQ(file.at(3).count, 2U);
  EXPECT_THAT(file.at(3).branches, ElementsAre(2, 0));
  EXPECT_EQ(file.at(4).count, 0U);
}

TEST(lcov, records_of_one_file_add_up) {
  const std::string record =
      "SF:/p/a.cpp\nDA:3,2\nBRDA:3,0,0,1\nBRDA:3,0,1,1\nend_of_record\n";
  const coverage_table table = read(record + record);
  EXPECT_EQ(table.at("/p/a.cpp").at(3).count, 4U);
  EXPECT_THAT(table.at("/p/a.cpp").at(3).branches, ElementsAre(2, 2));
}

TEST(lcov, what_is_not_a_trace_is_reported_with_its_line) {
  for (const char* text : {"DA:1,2\n", "SF:a\nDA:1\n", "SF:a\nDA:x,1\n"}) {
    try {
      (void)read(text);
      ADD_FAILURE() << text;
    } catch (const bad_data& problem) {
      EXPECT_THAT(problem.what(), HasSubstr("line "));
    }
  }
}

TEST(lcov, what_is_written_reads_back) {
  coverage_table table;
  table["a.cpp"][3] = {2, {1, 1}};
  table["/usr/b.hpp"][7] = {0, {}};
  const std::string text = lcov_text(table, "/p", branches::shown);
  EXPECT_THAT(text, HasSubstr("TN:\nSF:/p/a.cpp\n"));
  EXPECT_THAT(text, HasSubstr("LF:1\nLH:0\nend_of_record\n"));
  const coverage_table again = read(text);
  EXPECT_THAT(again.at("/p/a.cpp").at(3).branches, ElementsAre(1, 1));
  EXPECT_EQ(again.at("/usr/b.hpp").at(7).count, 0U);
  EXPECT_THAT(lcov_text(table, "/p", branches::left_out),
              testing::Not(HasSubstr("BR")));
}

TEST(gcov_json,
     functions_that_share_a_line_add_up_and_exceptions_do_not_count) {
  std::istringstream input(
      R"({"current_working_directory": "/b", "files": [{"file": "../p/a.cpp",)"
      R"( "lines": [{"line_number": 3, "count": 2, "branches": [)"
      R"({"count": 1, "throw": false}, {"count": 0, "throw": true},)"
      R"( {"count": 1, "throw": false}]},)"
      R"( {"line_number": 3, "count": 5, "branches": []}]}]})"
      "\n");
  coverage_table table;
  add_gcov_json(input, table);
  EXPECT_EQ(table.at("/p/a.cpp").at(3).count, 7U);
  EXPECT_THAT(table.at("/p/a.cpp").at(3).branches, ElementsAre(1, 1));
  std::istringstream broken("{\"files\": 3}\n");
  EXPECT_THROW(add_gcov_json(broken, table), bad_data);
}

}  // namespace
}  // namespace parallel_testing::coverage_command
