// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "discovered/marker_sources.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "discovered/cmake_calls.hpp"

namespace parallel_testing::tools {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> call_names_in(const std::string& text) {
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
  EXPECT_THAT(call_names_in(
                  "# set(no)\nset(a [==[b ]=] ;)\n]==] \"c \\\" d\" e)\nf()\n"),
              ElementsAre("set|a|b ]=] ;)\n|c \" d|e", "f"));
}

TEST(cmake_calls, C74_what_is_no_code_does_no_harm) {
  const std::string good = "parallel_case([=[a]=] [=[b]=] 3 [=[c]=])";
  for (std::size_t size = 0; size < good.size(); ++size) {
    EXPECT_LE(parse_cmake_calls(good.substr(0, size)).size(), 1U);
    EXPECT_LE(parse_cmake_calls(good.substr(size)).size(), 1U);
  }
  EXPECT_THAT(call_names_in(std::string("\0\xff)(\"[[=\\", 8)), IsEmpty());
  EXPECT_THAT(call_names_in(std::string(100'000, '(')), IsEmpty());
}

const target_files orders{
    "set(option_call [=[parallel_discover_tests(orders_test)]=])\n"
    "set(option_executable [=[/b/orders_test]=])\n"
    "list(APPEND option_markers [=[unit]=])\n"
    "parallel_mark( [=[Orders.*]=] [=[slow;lock:a]=] [=[/s/CMakeLists.txt]=] "
    "[=[]=])\n"
    "parallel_mark( [=[Billing.*]=] [=[db]=] [=[/s/CMakeLists.txt]=] [=[]=])\n",
    "parallel_manifest(1 googletest)\n"
    "parallel_file([=[/s/orders_test.cpp]=])\n"
    "parallel_case([=[shown]=] [=[Orders.Migrate]=] 12 [=[port:80]=] [=[]=] "
    "[=[Orders.Migrate]=])\n"
    "parallel_case([=[Billing]=] [=[@12+70]=] 20 [=[port:1]=] [=[unit]=])\n"
    "parallel_marked([==[parallel_file([=[/s/orders_test.cpp]=])\n"
    "parallel_marked_member([=[Billing.Pays]=] 20 [=[port:1]=])\n]==])\n",
    "unit\t0\tOther\n"
    "unit\t2\tBilling\n"
    "case\tBilling.Pays\t\t/s/orders_test.cpp\t20\n"
    "case\tBilling\\tOdd\t\t/s/o.cpp\t3\n"};

discovery known() {
  discovery result;
  result.targets = {parse_target(orders)};
  result.targets[0].units_file = "units.txt";
  result.added = parse_added_tests(
      "parallel_added_test( [=[smoke]=] [=[/s/CMakeLists.txt]=] "
      "[=[port:8080;slow]=])\n");
  return result;
}

listed_test test_with(const std::vector<std::string>& command) {
  listed_test test;
  test.command = command;
  return test;
}

std::vector<std::string> lines_of(const std::vector<marker_source>& sources) {
  std::vector<std::string> lines;
  for (const marker_source& each : sources) {
    lines.push_back(each.marker + " @ " + each.place);
  }
  return lines;
}

std::vector<std::string> markers_in(const std::vector<std::string>& command) {
  return lines_of(markers_of(test_with(command), known()));
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

TEST(marker_sources, of_a_unit_are_those_of_its_cases) {
  for (const char* mark : {"", "!"}) {
    const std::string selector =
        std::string("--gtest_filter=@13+86") + mark + ":/b/units.txt";
    EXPECT_THAT(
        markers_in({"/b/orders_test", selector}),
        ElementsAre(
            "port:1 @ /s/orders_test.cpp:20",
            "unit @ parallel_discover_tests(orders_test)",
            "db @ parallel_mark_tests(\"Billing.*\") in /s/CMakeLists.txt"));
  }
}

TEST(marker_sources, of_a_case_in_a_unit_are_its_own) {
  const discovery found = known();
  const listed_test test = test_with({"/b/orders_test", "@13+86:/b/units.txt"});
  const discovered_index index(found);
  const discovered_unit* unit = unit_of(test, index);
  ASSERT_NE(unit, nullptr);
  ASSERT_EQ(unit->cases.size(), 2U);
  EXPECT_EQ(unit->cases[1].name, "Billing\tOdd");
  EXPECT_EQ(unit->cases[1].place, "/s/o.cpp:3");
  EXPECT_THAT(lines_of(markers_of({&found.targets[0], unit, &unit->cases[1]})),
              ElementsAre("unit @ parallel_discover_tests(orders_test)"));
}

TEST(marker_sources, of_parallel_add_test_are_its_call) {
  listed_test smoke;
  smoke.name = "smoke";
  smoke.file = "/s/CMakeLists.txt";
  smoke.line = 9;
  EXPECT_THAT(
      lines_of(markers_of(smoke, known())),
      ElementsAre("port:8080 @ parallel_add_test(smoke) in /s/CMakeLists.txt:9",
                  "slow @ parallel_add_test(smoke) in /s/CMakeLists.txt:9"));
}

TEST(marker_sources, of_other_tests_are_none) {
  EXPECT_THAT(markers_in({"/b/other", "--gtest_filter=Orders.Migrate"}),
              IsEmpty());
  EXPECT_THAT(markers_in({"/b/orders_test", "--gtest_filter=Orders.More"}),
              IsEmpty());
}

TEST(marker_sources, C74_files_cut_anywhere_do_no_harm) {
  for (std::size_t size = 0; size < 400; ++size) {
    const discovered_target cut = parse_target({orders.options.substr(0, size),
                                                orders.manifest.substr(0, size),
                                                orders.units.substr(0, size)});
    EXPECT_LE(cut.cases.size(), 2U);
    EXPECT_LE(cut.units.size(), 2U);
  }
}

}  // namespace
}  // namespace parallel_testing::tools
