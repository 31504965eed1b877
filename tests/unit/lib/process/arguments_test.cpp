// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "process/arguments.hpp"

#include <gtest/gtest.h>

namespace parallel_testing {
namespace {

using adapter::framework;

program_request read(framework kind, std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "program");
  return read_arguments(kind, arguments);
}

std::string googletest_selector(const std::string& filter) {
  return read(framework::googletest, {"--gtest_filter=" + filter}).selector;
}

std::string catch2_selector(const std::string& spec) {
  return read(framework::catch2, {spec}).selector;
}

std::string escaped_case(const std::string& spec) {
  return case_of_selector(framework::catch2, spec);
}

TEST(arguments, of_none_run_everything) {
  for (const framework kind : {framework::googletest, framework::catch2}) {
    EXPECT_FALSE(read(kind, {}).runs_no_test);
    EXPECT_EQ(read(kind, {}).selector, "");
    EXPECT_FALSE(read_arguments(kind, {}).runs_no_test);
  }
}

TEST(arguments, C06_of_googletest_that_run_no_test) {
  for (const char* flag : {"--gtest_list_tests", "--help"}) {
    EXPECT_TRUE(read(framework::googletest, {"x", flag}).runs_no_test) << flag;
  }
  for (const char* flag :
       {"--gtest_list", "--gtest_shuffle", "list", "-t", "-h", "-?", "/?"}) {
    EXPECT_FALSE(read(framework::googletest, {flag}).runs_no_test) << flag;
  }
}

TEST(arguments, C06_of_catch2_that_run_no_test) {
  for (const char* flag :
       {"--help", "--libidentify", "--list-tests", "--list-tags",
        "--list-test-names-only", "--list-reporters"}) {
    EXPECT_TRUE(read(framework::catch2, {"x", flag}).runs_no_test) << flag;
  }
  for (const char* flag :
       {"-s", "--order", "--gtest_list_tests", "list", "-h", "-l"}) {
    EXPECT_FALSE(read(framework::catch2, {flag}).runs_no_test) << flag;
  }
}

TEST(arguments, of_googletest_that_make_a_death_test_child) {
  EXPECT_TRUE(
      read(framework::googletest,
           {"x", "--gtest_internal_run_death_test=/src/a_test.cpp|7|0|5"})
          .is_child);
  EXPECT_FALSE(read(framework::googletest, {"x"}).is_child);
}

TEST(arguments, of_googletest_that_select_a_single_case) {
  for (const char* filter : {"A.B", "I/A.B/0", "I/A/0.B", "A.DISABLED_B",
                             "I/A.B/a?b", "I/A.B/a?b-I/A.B/axb:I/A.B/ayb"}) {
    EXPECT_EQ(googletest_selector(filter), filter);
  }
}

TEST(arguments, of_googletest_that_may_select_several_cases) {
  for (const char* filter : {"", "*", "A.*", "A.B:A.C", "-A.B", "*-A.B"}) {
    EXPECT_EQ(googletest_selector(filter), "") << filter;
  }
}

TEST(arguments, of_googletest_follow_the_last_filter) {
  EXPECT_EQ(read(framework::googletest,
                 {"--gtest_filter=A.B", "-v", "--gtest_filter=A.C"})
                .selector,
            "A.C");
  EXPECT_EQ(
      read(framework::googletest, {"--gtest_filter=A.B", "--gtest_filter=*"})
          .selector,
      "");
}

TEST(arguments, of_catch2_that_select_a_single_case) {
  for (const char* spec : {"orders are exported", R"(a\, b)", R"(\[x\] y)",
                           R"(with \"quotes\")", R"(back\\slash)", "Über"}) {
    EXPECT_EQ(catch2_selector(spec), spec);
  }
}

TEST(arguments, of_catch2_that_may_select_several_cases) {
  for (const char* spec :
       {"", "*", "a*", "*a", "[tag]", "a,b", "~a", "-s", "a[tag]", "--order"}) {
    EXPECT_EQ(catch2_selector(spec), "") << spec;
  }
}

TEST(arguments, that_name_a_unit_select_no_single_case) {
  const std::string unit = "@0+20:/build/suite-1_units.txt";
  const program_request googletest =
      read(framework::googletest, {"-v", "--gtest_filter=" + unit});
  EXPECT_EQ(googletest.unit, unit);
  EXPECT_EQ(googletest.selecting_argument, 2U);
  EXPECT_EQ(googletest.selector, "");
  const program_request catch2 = read(framework::catch2, {unit, "-s"});
  EXPECT_EQ(catch2.unit, unit);
  EXPECT_EQ(catch2.selecting_argument, 1U);
  EXPECT_EQ(catch2.selector, "");
}

TEST(arguments, of_the_program_may_stand_before_a_unit) {
  const std::string unit = "@0+20:/build/suite-1_units.txt";
  const program_request found =
      read(framework::catch2, {"dbname=shop", unit, "-s"});
  EXPECT_EQ(found.unit, unit);
  EXPECT_EQ(found.selecting_argument, 2U);
  EXPECT_EQ(found.selector, "");
}

TEST(arguments, of_the_program_may_stand_before_a_registered_selector) {
  const program_request found = read_arguments(
      framework::catch2, {"program", "dbname=shop", "-s", "a case"}, "a case");
  EXPECT_EQ(found.selector, "a case");
  EXPECT_EQ(found.selecting_argument, 3U);
  EXPECT_FALSE(found.is_guess);
}

TEST(arguments, of_a_program_that_nobody_registered_are_a_guess) {
  for (const char* registered : {"", "another case"}) {
    const program_request found = read_arguments(
        framework::catch2, {"program", "dbname=shop", "a case"}, registered);
    EXPECT_EQ(found.selector, "dbname=shop");
    EXPECT_TRUE(found.is_guess);
  }
  EXPECT_FALSE(
      read(framework::googletest, {"x", "--gtest_filter=A.B"}).is_guess);
}

TEST(arguments, that_look_like_a_unit_select_a_case) {
  EXPECT_EQ(read(framework::catch2, {"@home"}).selector, "@home");
  EXPECT_EQ(read(framework::googletest, {"--gtest_filter=A.B"}).unit, "");
}

TEST(arguments, of_doctest_that_run_no_test) {
  for (const char* flag : {"--list-test-cases", "-ltc", "--dt-count", "--help",
                           "-dt-list-reporters", "--version"}) {
    EXPECT_TRUE(read(framework::doctest, {"x", flag}).runs_no_test) << flag;
  }
  for (const char* flag :
       {"-h", "--counter", "list-test-cases", "--no-skip", "--list-tests"}) {
    EXPECT_FALSE(read(framework::doctest, {flag}).runs_no_test) << flag;
  }
}

TEST(arguments, of_boost_test_that_run_no_test) {
  for (const char* flag : {"--list_content", "--list_content=DOT",
                           "--list_labels", "--help", "--version"}) {
    EXPECT_TRUE(read(framework::boost_test, {"x", flag}).runs_no_test) << flag;
  }
  for (const char* flag : {"--log_level=all", "--list-tests", "-h"}) {
    EXPECT_FALSE(read(framework::boost_test, {flag}).runs_no_test) << flag;
  }
}

TEST(arguments, of_doctest_and_boost_test_name_the_case_by_an_option) {
  const std::pair<framework, std::string> kinds[] = {
      {framework::doctest, "--test-case="},
      {framework::boost_test, "--run_test="}};
  for (const auto& [kind, option] : kinds) {
    const std::string registered = "a/b";
    const program_request found = read_arguments(
        kind, {"program", "x", option + "a/b", "--other"}, registered);
    EXPECT_EQ(found.selector, "a/b");
    EXPECT_EQ(found.selecting_argument, 2U);
    EXPECT_FALSE(found.is_guess);
    EXPECT_TRUE(read(kind, {option + "a/b"}).is_guess);
    EXPECT_EQ(read(kind, {"--something=a/b"}).selector, "");
    const std::string unit = "@12+40:/build/t-1_units.txt";
    const program_request of_unit = read(kind, {option + unit});
    EXPECT_EQ(of_unit.selector, "");
    EXPECT_EQ(of_unit.unit, unit);
  }
}

TEST(case_of_selector, is_the_name_that_the_adapter_gives_the_case) {
  EXPECT_EQ(case_of_selector(framework::googletest, "A.b-A.c"), "A.b");
  EXPECT_EQ(case_of_selector(framework::catch2, R"(a\, b)"), "a, b");
  EXPECT_EQ(case_of_selector(framework::doctest, R"(a\, b\\c\d)"),
            R"(a, b\c\d)");
  EXPECT_EQ(case_of_selector(framework::doctest, R"(same,(a\, b))"),
            "same (a, b)");
  EXPECT_EQ(case_of_selector(framework::boost_test, "a/b-c"), "a/b-c");
}

TEST(case_of_selector, is_the_name_that_was_escaped) {
  EXPECT_EQ(escaped_case(R"(a\, b)"), "a, b");
  EXPECT_EQ(escaped_case(R"(back\\slash\[)"), R"(back\slash[)");
  EXPECT_EQ(escaped_case(R"(end\)"), R"(end\)");
  EXPECT_EQ(escaped_case(""), "");
}

TEST(arguments, C81_of_catch2_that_tell_a_case_from_its_namesakes) {
  const std::pair<const char*, const char*> specs[] = {
      {R"("\] and \[")", "] and ["},
      {R"("same"[a])", "same [a]"},
      {R"("same"[a][!mayfail]~[b])", "same [a][!mayfail]"},
      {R"("same"~[a])", "same"},
      {R"("same"~"fixture shop::orders")", "same (shop::orders)"},
      {R"("sa\"me\\\[x"[a\,b]~[c]~"fixture x")", "sa\"me\\[x [a,b] (x)"}};
  for (const auto& [spec, name] : specs) {
    EXPECT_EQ(catch2_selector(spec), spec);
    EXPECT_EQ(escaped_case(spec), name) << spec;
  }
}

TEST(arguments, of_catch2_that_are_lists_or_broken_select_no_single_case) {
  for (const char* spec :
       {R"("same)", R"("same"[a)", R"("same"[a],"b")", R"("same"x)",
        R"("same"~)", R"("same"~b)", R"("same"~"b)"}) {
    EXPECT_EQ(catch2_selector(spec), "") << spec;
  }
}

}  // namespace
}  // namespace parallel_testing
