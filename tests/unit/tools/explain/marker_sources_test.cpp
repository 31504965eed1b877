// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "explain/marker_sources.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "explain/cmake_calls.hpp"

namespace parallel_testing::explain_command {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> calls_in(const std::string& text) {
  std::vector<std::string> lines;
  for (const cmake_call& call : parse_cmake_calls(text)) {
    std::string line = call.name;
    for (const std::string& argument : call.arguments) {
      line += "|" + argument;
    }
    lines.push_back(line);
  }
  return lines;
}

TEST(cmake_calls, have_bracket_quoted_and_plain_arguments) {
  EXPECT_THAT(
      calls_in("# set(no)\nset(a [==[b ]=] ;)\n]==] \"c \\\" d\" e)\nf()\n"),
      ElementsAre("set|a|b ]=] ;)\n|c \" d|e", "f"));
}

TEST(cmake_calls, C74_what_is_no_code_does_no_harm) {
  const std::string good = "parallel_case([=[a]=] [=[b]=] 3 [=[c]=])";
  for (std::size_t size = 0; size < good.size(); ++size) {
    EXPECT_LE(parse_cmake_calls(good.substr(0, size)).size(), 1U);
    EXPECT_LE(parse_cmake_calls(good.substr(size)).size(), 1U);
  }
  EXPECT_THAT(calls_in(std::string("\0\xff)(\"[[=\\", 8)), IsEmpty());
  EXPECT_THAT(calls_in(std::string(100'000, '(')), IsEmpty());
}

TEST(globs, match_the_whole_text) {
  EXPECT_TRUE(matches("Orders.Migrate", "Orders.*"));
  EXPECT_TRUE(matches("Orders.Migrate", "*.M?grate"));
  EXPECT_TRUE(matches("", "*"));
  EXPECT_FALSE(matches("Orders.Migrate", "Orders"));
  EXPECT_FALSE(matches("Orders.Migrate", "?rders.*x"));
  EXPECT_FALSE(matches(std::string(5000, 'a') + "b", "*a*a*a*a*a*a*a*c"));
}

const discovered_target orders{
    "set(option_call [=[parallel_discover_tests(orders_test)]=])\n"
    "set(option_executable [=[/b/orders_test]=])\n"
    "list(APPEND option_markers [=[unit]=])\n"
    "parallel_mark( [=[Orders.*]=] [=[slow;lock:a]=] [=[/s/CMakeLists.txt]=] "
    "[=[]=])\n"
    "parallel_mark( [=[Billing.*]=] [=[db]=] [=[/s/CMakeLists.txt]=] [=[]=])\n",
    "parallel_manifest(1 googletest)\n"
    "parallel_file([=[/s/orders_test.cpp]=])\n"
    "parallel_case([=[Orders.Migrate]=] [=[Orders.Migrate]=] 12 "
    "[=[port:80]=] [=[]=])\n"};

std::vector<std::string> markers_in(const std::vector<std::string>& command) {
  io::listed_test test;
  test.command = command;
  std::vector<std::string> lines;
  for (const marker_source& each : markers_of(test, {orders})) {
    lines.push_back(each.marker + " @ " + each.place);
  }
  return lines;
}

TEST(marker_sources, are_places_in_cpp_and_calls_in_cmake) {
  EXPECT_THAT(
      markers_in({"/b/orders_test", "--gtest_filter=Orders.Migrate"}),
      ElementsAre(
          "port:80 @ /s/orders_test.cpp:12",
          "unit @ parallel_discover_tests(orders_test)",
          "slow @ parallel_mark_tests(\"Orders.*\") in /s/CMakeLists.txt",
          "lock:a @ parallel_mark_tests(\"Orders.*\") in /s/CMakeLists.txt"));
}

TEST(marker_sources, of_other_tests_are_none) {
  EXPECT_THAT(markers_in({"/b/other", "--gtest_filter=Orders.Migrate"}),
              IsEmpty());
  EXPECT_THAT(markers_in({"/b/orders_test", "--gtest_filter=Orders.More"}),
              IsEmpty());
}

}  // namespace
}  // namespace parallel_testing::explain_command
