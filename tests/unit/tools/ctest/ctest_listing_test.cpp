// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "ctest/ctest_listing.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/record.hpp"
#include "ctest/ctest_names.hpp"

namespace parallel_testing::tools {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* four_tests = R"(a warning of the project
{"kind": "ctestInfo", "version": {"major": 1, "minor": 0},
 "backtraceGraph": {
   "commands": ["TEST"], "files": ["/src/a_test.cpp"],
   "nodes": [{"file": 0}, {"command": 0, "file": 0, "line": 7, "parent": 0}]},
 "tests": [
   {"name": "p.A.B", "backtrace": 1,
    "command": ["/b/a_test", "--gtest_filter=A.B", "--color"],
    "properties": [{"name": "LABELS", "value": ["slow", "db"]},
                   {"name": "TIMEOUT", "value": 30.0},
                   {"name": "RUN_SERIAL", "value": true}]},
   {"name": "s c", "command": ["/l", "/b/c_test", "a \\, b"]},
   {"name": "launched", "command": ["/l", "--name=launched", "--", "sh"]},
   {"name": "gone", "properties": []}]})";

std::string error_of(const std::string& text) {
  try {
    (void)parse_listing(text);
  } catch (const record_error& problem) {
    return problem.what();
  }
  return "no error";
}

TEST(ctest_listing, has_names_commands_places_and_properties) {
  const std::vector<listed_test> tests = parse_listing(four_tests);
  ASSERT_EQ(tests.size(), 4U);
  EXPECT_EQ(tests[0].name, "p.A.B");
  EXPECT_EQ(tests[0].file, "/src/a_test.cpp");
  EXPECT_EQ(tests[0].line, 7);
  EXPECT_THAT(tests[0].items("LABELS"), ElementsAre("slow", "db"));
  EXPECT_THAT(tests[0].items("TIMEOUT"), ElementsAre("30.0"));
  EXPECT_TRUE(tests[0].is_set("RUN_SERIAL"));
  EXPECT_FALSE(tests[0].is_set("DISABLED"));
  EXPECT_THAT(tests[3].command, IsEmpty());
}

TEST(ctest_listing, a_test_of_parallel_add_test_is_where_that_is_called) {
  const std::string head =
      R"({"kind":"ctestInfo","version":{"major":1},"backtraceGraph":{)"
      R"("commands":["add_test","parallel_add_test"],)"
      R"("files":["AddTest.cmake","/s/CMakeLists.txt"],"nodes":[)"
      R"({"file":1},{"command":1,"file":1,"line":43,"parent":0},)"
      R"({"command":0,"file":0,"line":84,"parent":)";
  const std::string tail = R"(}]},"tests":[{"name":"a","backtrace":2}]})";
  const listed_test test = parse_listing(head + "1" + tail).at(0);
  EXPECT_EQ(test.file, "/s/CMakeLists.txt");
  EXPECT_EQ(test.line, 43);
  // C74: its own parent.
  EXPECT_EQ(parse_listing(head + "2" + tail).at(0).line, 84);
}

TEST(ctest_listing, C74_what_is_no_listing_is_refused) {
  EXPECT_THAT(error_of("No tests were found!!!"), HasSubstr("not a listing"));
  EXPECT_THAT(error_of("{"), HasSubstr("not a listing"));
  EXPECT_THAT(error_of("{}"), HasSubstr("not a listing"));
  EXPECT_THAT(error_of(R"({"version":{"major":2},"kind":"ctestInfo"})"),
              HasSubstr("another version"));
  EXPECT_THAT(
      error_of(
          R"({"version":{"major":1},"kind":"ctestInfo","backtraceGraph":{},)"
          R"("tests":[{"name":"a","backtrace":9}]})"),
      HasSubstr("not a listing"));
  EXPECT_THAT(error_of(std::string(100'000, '[') + "{"),
              HasSubstr("not a list"));
}

process_start begun(const std::string& executable, const std::string& selector,
                    const std::string& test) {
  process_start result;
  result.executable = executable;
  result.selector = selector;
  result.test = test;
  return result;
}

TEST(ctest_names, a_process_is_found_by_program_and_selector) {
  const std::vector<listed_test> tests = parse_listing(four_tests);
  const ctest_names names(tests);
  EXPECT_THAT(names.find(begun("/b/a_test", "A.B", "A.B")), ElementsAre(0U));
  EXPECT_THAT(names.find(begun("/real/b/a_test", "A.B", "A.B")),
              ElementsAre(0U));
  EXPECT_THAT(names.find(begun("/b/c_test", "a \\, b", "a , b")),
              ElementsAre(1U));
  EXPECT_THAT(names.find(begun("/l", "", "launched")), ElementsAre(2U));
  EXPECT_THAT(names.find(begun("/b/other_test", "A.B", "A.B")), IsEmpty());
  EXPECT_THAT(names.find(begun("/b/a_test", "A.C", "A.C")), IsEmpty());
}

}  // namespace
}  // namespace parallel_testing::tools
