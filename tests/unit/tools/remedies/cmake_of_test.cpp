// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <parallel_testing/temp_dir.hpp>
#include <string>
#include <vector>

#include "base/programs.hpp"
#include "ctest/ctest_listing.hpp"
#include "remedies/cmake_text.hpp"
#include "tools/remedies/forged_sharing.hpp"

namespace parallel_testing::tools {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

using observed::use;

TEST(cmake_text, an_argument_reads_back_as_it_was) {
  EXPECT_EQ(argument("Orders.Export/1"), "Orders.Export/1");
  EXPECT_EQ(argument(""), R"("")");
  EXPECT_EQ(argument("a;b c"), R"("a;b c")");
  EXPECT_EQ(quoted_argument(R"(say "${x}" \ now)"),
            R"("say \"\${x}\" \\ now")");
}

TEST(cmake_text, a_glob_matches_one_name) {
  EXPECT_EQ(glob_of("Orders.Export"), "Orders.Export");
  EXPECT_EQ(glob_of(R"(a*b?c\d[e]$)"), R"(a\*b\?c\d[e]$)");
}

TEST(cmake_text, a_glob_is_never_a_keyword) {
  EXPECT_EQ(glob_of("MARKERS"), "?ARKERS");
  EXPECT_EQ(glob_of("DIST"), "?IST");
}

TEST(cmake_text, a_comment_has_lines_of_eighty_columns) {
  const std::string text =
      comment(std::string(73, 'x') + " is\nlong\tand long");
  EXPECT_EQ(text, "# " + std::string(73, 'x') + " is\n# long and long\n");
}

TEST(cmake_text, a_long_call_has_a_line_for_each_group) {
  EXPECT_EQ(call("f", {"a", "b c"}), "f(a b c)\n");
  const std::string big(60, 'x');
  EXPECT_EQ(call("f", {big, big}), "f(\n  " + big + "\n  " + big + "\n)\n");
}

class cmake_of_test : public ::testing::Test {
 protected:
  void make_plain(std::size_t test) { suite.test(test).target = ""; }

  suite_with_findings suite;
  std::size_t a = suite.add("Orders.Export");
  std::size_t b = suite.add("Orders.Import");
  std::size_t c = suite.add("Orders.Sum");
};

TEST_F(cmake_of_test, nothing_to_suggest_is_no_code) {
  EXPECT_EQ(suite.cmake(), "");
  EXPECT_EQ(suite.stock_cmake(), "");
}

TEST_F(cmake_of_test, a_private_directory_names_what_it_shows) {
  suite.share_file(local_file("orders.db"), {a, b});
  suite.touch(a, local_file("data/a b.csv"), use::read, observed::state::file);
  EXPECT_EQ(suite.cmake(),
            "# 2 tests share orders.db in the working directory: two tests "
            "write\n# /work/build/tests/orders.db\n"
            "parallel_mark_tests(\n"
            "  shop_test\n"
            "  \"Orders.Export\"\n"
            "  \"Orders.Import\"\n"
            "  WORKING_DIRECTORY PRIVATE\n"
            "  VISIBLE_FILES \"data/a b.csv\"\n"
            ")\n");
}

TEST_F(cmake_of_test, a_private_directory_has_the_folders_that_tests_fill) {
  suite.share_file(local_file("out/orders.db"), {a, b});
  EXPECT_THAT(suite.cmake(), HasSubstr("  WORKING_DIRECTORY PRIVATE\n"
                                       "  EMPTY_DIRECTORIES \"out\"\n"));
  EXPECT_THAT(suite.stock_cmake(),
              HasSubstr("suggestions_private_directory(\n"
                        "  \"Orders.Export\"\n"
                        "  \"${suggestions_folder}/../tests\"\n"
                        "  \"out/\"\n"));
}

TEST_F(cmake_of_test, a_private_directory_of_ctest_has_the_name_of_the_former) {
  suite.share_file(local_file("orders.db"), {a, b});
  const std::string text = suite.stock_cmake();
  EXPECT_THAT(text,
              HasSubstr("  get_filename_component(last \"${last}\" NAME)\n"
                        "  set(folder "
                        "\"${suggestions_folder}/${folder}/${last}\")\n"));
}

TEST_F(cmake_of_test, a_case_without_adapter_gets_its_directory_from_ctest) {
  suite.test(b).has_adapter = false;
  suite.share_file(local_file("orders.db"), {a, b});
  const std::string text = suite.cmake();
  EXPECT_THAT(text, HasSubstr("shop_test \"Orders.Export\" WORKING_DIRECTORY "
                              "PRIVATE)"));
  EXPECT_THAT(text, HasSubstr("suggestions_private_directory(\"Orders.Import\" "
                              "\"${suggestions_folder}/../tests\")"));
}

TEST_F(cmake_of_test, readers_of_a_lock_share_it) {
  suite.share_file(file_at("/data/x"), {a}, {b, c});
  const std::string text = suite.cmake();
  EXPECT_THAT(text, HasSubstr("parallel_mark_tests(shop_test \"Orders.Export\" "
                              "MARKERS lock:x)\n"));
  EXPECT_THAT(text, HasSubstr("  \"Orders.Import\"\n  \"Orders.Sum\"\n"
                              "  MARKERS lock:x:shared\n)\n"));
}

TEST_F(cmake_of_test, a_mark_names_the_cases_of_a_test_that_runs_several) {
  suite.test(a).globs = {"Orders.One", "Orders.Two\\*"};
  suite.share_file(file_at("/data/x"), {a, b});
  const std::string text = suite.cmake();
  EXPECT_THAT(text, HasSubstr("\"Orders.One\""));
  EXPECT_THAT(text, HasSubstr(R"("Orders.Two\\*")"));
  EXPECT_THAT(text, Not(HasSubstr("\"Orders.Export\"")));
}

TEST_F(cmake_of_test, a_degradation_is_part_of_the_comment) {
  suite.share_file(file_at("/tmp/x"), {a, b});
  EXPECT_THAT(
      suite.cmake(),
      HasSubstr("# it, these tests take turns (lock 'isolate:tmp'))\n"));
}

TEST_F(cmake_of_test, advice_is_a_comment) {
  suite.share(file_at("/data/x"), {c}, {a});
  suite.found.shared[0].conflicts[0].how = relation::dependence;
  EXPECT_THAT(suite.cmake(),
              HasSubstr("# Advice: no earlier test prepares /data/x"));
}

/// What a real ctest knows about the tests of a project, with stock code.
class stock_cmake_test : public cmake_of_test {
 protected:
  void SetUp() override {
    fs::create_directories(source_ / "sub");
    fs::create_directories(source_ / "cmake");
    suite.of.build = build_.string();
    suite.of.source = source_.string();
    for (const std::size_t test : {a, b, c}) {
      make_plain(test);
      suite.test(test).record.head.working_directory =
          (build_ / "sub").string();
    }
  }

  static void write(const fs::path& path, const std::string& text) {
    std::ofstream(path) << text;
  }

  /// The names become those of CTest. Returns what ctest lists.
  std::vector<listed_test> list(const std::string& code) {
    std::string tests;
    for (const watched_test& each : suite.of.tests) {
      tests += "add_test(NAME " + quoted_argument(each.ctest_name) +
               " COMMAND ${CMAKE_COMMAND} -E true)\n";
    }
    write(source_ / "CMakeLists.txt",
          "cmake_minimum_required(VERSION 3.25)\nproject(shop NONE)\n"
          "enable_testing()\nadd_subdirectory(sub)\n"
          "include(cmake/parallel_testing_suggestions.cmake)\n");
    write(source_ / "sub" / "CMakeLists.txt", tests);
    write(source_ / "cmake" / "parallel_testing_suggestions.cmake", code);
    const program_output configured = output_of(
        {CMAKE_PROGRAM, "-S", source_.string(), "-B", build_.string()},
        diagnostics::read);
    EXPECT_EQ(configured.exit_code, 0) << configured.out;
    EXPECT_THAT(configured.out, Not(HasSubstr("Warning")));
    return parse_listing(output_of({CTEST_PROGRAM, "--test-dir",
                                    build_.string(), "--show-only=json-v1"})
                             .out);
  }

  static std::vector<std::string> property(const listed_test& test,
                                           const std::string& name) {
    return test.items(name);
  }

  temp_dir place_;
  fs::path source_ = place_.path() / "source";
  fs::path build_ = place_.path() / "build";
};

TEST_F(stock_cmake_test, tests_of_a_subdirectory_get_locks) {
  suite.test(b).ctest_name = R"(b;"[x] $y \z*)";
  suite.share_file(file_at("/data/x"), {a, b});
  const std::vector<listed_test> tests = list(suite.stock_cmake());
  ASSERT_EQ(tests.size(), 3U);
  EXPECT_THAT(property(tests[0], "RESOURCE_LOCK"), ElementsAre("x"));
  EXPECT_EQ(tests[1].name, suite.test(b).ctest_name);
  EXPECT_THAT(property(tests[1], "RESOURCE_LOCK"), ElementsAre("x"));
  EXPECT_THAT(property(tests[2], "RESOURCE_LOCK"), IsEmpty());
}

TEST_F(stock_cmake_test, tests_that_are_no_cases_get_the_same_from_both) {
  suite.share_file(file_at("/data/x"), {a, b});
  EXPECT_EQ(suite.cmake(), suite.stock_cmake());
}

TEST_F(stock_cmake_test, readers_exclude_only_writers) {
  suite.share_file(file_at("/data/x"), {a}, {b, c});
  const std::vector<listed_test> tests = list(suite.stock_cmake());
  ASSERT_EQ(tests.size(), 3U);
  EXPECT_THAT(property(tests[0], "RESOURCE_LOCK"), ElementsAre("x.1", "x.2"));
  EXPECT_THAT(property(tests[1], "RESOURCE_LOCK"), ElementsAre("x.1"));
  EXPECT_THAT(property(tests[2], "RESOURCE_LOCK"), ElementsAre("x.2"));
}

TEST_F(stock_cmake_test, tests_that_would_be_isolated_take_turns) {
  suite.of.build = "/elsewhere";
  suite.share_file(file_at("/tmp/x.csv"), {a, b});
  suite.of.build = build_.string();
  const remedy_plan plan = suite.choose();
  ASSERT_EQ(plan.suggestions.at(0).marker, "isolate:tmp");
  const std::vector<listed_test> tests =
      list(stock_cmake_of(suite.of, suite.found, plan));
  EXPECT_THAT(property(tests.at(0), "RESOURCE_LOCK"), ElementsAre("x.csv"));
  EXPECT_THAT(property(tests.at(1), "RESOURCE_LOCK"), ElementsAre("x.csv"));
}

TEST_F(stock_cmake_test, tests_with_a_port_have_its_lock) {
  for (const std::size_t test : {a, b}) {
    suite.touch(test, tcp_port(8080), use::bind);
  }
  suite.share(tcp_port(8080), {a, b}, {}, category::ports);
  const std::vector<listed_test> tests = list(suite.stock_cmake());
  EXPECT_THAT(property(tests.at(0), "RESOURCE_LOCK"), ElementsAre("port:8080"));
  EXPECT_THAT(property(tests.at(1), "RESOURCE_LOCK"), ElementsAre("port:8080"));
}

TEST_F(stock_cmake_test, a_private_directory_shows_the_files) {
  fs::create_directories(build_ / "sub" / "data");
  write(build_ / "sub" / "data" / "prices.csv", "pen,3\n");
  observed::resource prices = local_file("data/prices.csv");
  prices.canonical = (build_ / "sub" / "data" / "prices.csv").string();
  suite.touch(a, prices, use::read, observed::state::file);
  observed::resource orders = local_file("orders.db");
  orders.canonical = (build_ / "sub" / "orders.db").string();
  suite.share_file(orders, {a, b});
  const std::vector<listed_test> tests = list(suite.stock_cmake());
  ASSERT_EQ(tests.size(), 3U);
  const std::string one = property(tests[0], "WORKING_DIRECTORY").at(0);
  const std::string other = property(tests[1], "WORKING_DIRECTORY").at(0);
  EXPECT_NE(one, other);
  EXPECT_TRUE(fs::is_directory(other));
  EXPECT_TRUE(fs::exists(fs::path(one) / "data" / "prices.csv"));
  EXPECT_FALSE(fs::exists(fs::path(one) / "orders.db"));
}

TEST_F(stock_cmake_test, a_private_tmpdir_is_a_variable) {
  for (const std::size_t test : {a, b}) {
    suite.test(test).record.head.tmpdir = "/scratch";
  }
  suite.share_file(file_at("/scratch/x"), {a, b});
  const std::vector<listed_test> tests = list(suite.stock_cmake());
  ASSERT_EQ(tests.size(), 3U);
  const std::string variable = property(tests[0], "ENVIRONMENT").at(0);
  EXPECT_THAT(variable, HasSubstr("TMPDIR=" + build_.string()));
  EXPECT_NE(property(tests[1], "ENVIRONMENT").at(0), variable);
}

TEST_F(stock_cmake_test, a_test_runs_alone_or_after_another) {
  suite.share(object_named(observed::resource_kind::host_name, "host_name"),
              {a}, {b, c});
  suite.share(file_at("/data/x"), {b}, {c});
  suite.found.shared[1].conflicts[0].how = relation::dependence;
  const std::vector<listed_test> tests = list(suite.stock_cmake());
  ASSERT_EQ(tests.size(), 3U);
  EXPECT_TRUE(tests[0].is_set("RUN_SERIAL"));
  EXPECT_THAT(property(tests[2], "DEPENDS"), ElementsAre("Orders.Import"));
}

TEST_F(cmake_of_test, a_reader_that_meets_a_plain_writer_excludes_others) {
  make_plain(a);
  suite.share_file(file_at("/data/x"), {a}, {b, c});
  const std::string text = suite.cmake();
  EXPECT_THAT(text, HasSubstr("\"Orders.Sum\" MARKERS lock:x)"));
  EXPECT_THAT(text, Not(HasSubstr(":shared")));
  EXPECT_THAT(text, HasSubstr("\"Orders.Export\" PROPERTIES RESOURCE_LOCK x"));
}

TEST_F(cmake_of_test, a_plain_test_takes_the_lock_of_isolated_ones) {
  make_plain(a);
  suite.share_file(file_at("/tmp/x"), {a, b, c});
  const std::string text = suite.cmake();
  EXPECT_THAT(text, HasSubstr("\"Orders.Sum\" MARKERS isolate:tmp)"));
  EXPECT_THAT(text, HasSubstr("RESOURCE_LOCK isolate:tmp"));
}

}  // namespace
}  // namespace parallel_testing::tools
