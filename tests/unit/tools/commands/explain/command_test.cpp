// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "commands/commands.hpp"
#include "support/golden.hpp"
#include "tools/cli/run_command.hpp"

namespace parallel_testing::explain_command {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

/// A build tree whose tests were discovered, and took their times.
class explain_test : public testing::Test {
 protected:
  void SetUp() override {
    fs::create_directories(build_ / "tests");
    fs::create_directories(build_ / "Testing" / "Temporary");
    // ctest tells the command only of a program that is there.
    write("orders_test", "");
    fs::permissions(build_ / "orders_test", fs::perms::owner_all);
    const std::string program = (build_ / "orders_test").string();
    const std::string units =
        "unit\t2\tBilling\n"
        "case\tBilling.Pays\t\t/s/orders_test.cpp\t20\n"
        "case\tBilling.Books\t\t/s/orders_test.cpp\t30\n";
    write("tests/orders_test-1_units.txt", units);
    fs::create_directories(build_ / "parallel_testing");
    write("parallel_testing/added_tests.cmake",
          "parallel_added_test( [=[start]=] [=[/s/CMakeLists.txt]=] "
          "[=[leak:allow;timeout:9]=])\n");
    write("CTestTestfile.cmake",
          "include(tests/orders_test-1_include.cmake)\n"
          "add_test(Orders.Migrate \"" +
              program +
              "\" "
              "\"--gtest_filter=Orders.Migrate\")\n"
              "set_tests_properties(Orders.Migrate PROPERTIES RESOURCE_LOCK "
              "\"database:orders;fonts\" FIXTURES_REQUIRED server LABELS slow "
              "_BACKTRACE_TRIPLES \"/s/orders_test.cpp;12;add_test\")\n"
              "foreach(name one two)\nadd_test(${name} sh)\n"
              "set_tests_properties(${name} PROPERTIES RESOURCE_LOCK "
              "database:orders)\nendforeach()\n"
              "add_test(start sh)\n"
              "set_tests_properties(start PROPERTIES FIXTURES_SETUP server)\n"
              "add_test(Alone.A sh)\nadd_test(Alone.B sh)\nadd_test(Both sh)\n"
              "set_tests_properties(Alone.A Alone.B Both PROPERTIES RUN_SERIAL "
              "TRUE)\n"
              "set_tests_properties(Both PROPERTIES RESOURCE_LOCK port:80)\n"
              "add_test(free sh)\n"
              "set_tests_properties(start PROPERTIES _BACKTRACE_TRIPLES "
              "\"/m/AddTest.cmake;84;add_test;/s/CMakeLists.txt;9;"
              "parallel_add_test;/s/CMakeLists.txt;0;\")\n"
              "add_test(Billing \"" +
              program + "\" \"--gtest_filter=@0+" +
              std::to_string(units.size()) + ":" +
              (build_ / "tests/orders_test-1_units.txt").string() +
              "\")\n"
              "set_tests_properties(Billing PROPERTIES RESOURCE_LOCK "
              "port:80)\n");
    write("CMakeCache.txt",
          std::string("CMAKE_CTEST_COMMAND:INTERNAL=") + CTEST_PROGRAM + "\n");
    write("Testing/Temporary/CTestCostData.txt",
          "one 1 2\ntwo 2 3\nOrders.Migrate 1 0.5\nAlone.A 1 4\n---\n");
    write("tests/orders_test-1_include.cmake", "");
    write("tests/orders_test-1_options.cmake",
          "set(option_call [=[parallel_discover_tests(orders_test)]=])\n"
          "set(option_executable [=[" +
              program +
              "]=])\n"
              "list(APPEND option_markers [=[slow]=])\n");
    write("tests/orders_test-1_manifest.cmake",
          "parallel_file([=[/s/orders_test.cpp]=])\n"
          "parallel_case([=[Orders.Migrate]=] [=[Orders.Migrate]=] 12 "
          "[=[database:orders]=] [=[]=])\n"
          "parallel_case([=[Billing]=] [=[@0+" +
              std::to_string(units.size()) +
              "]=] 20 [=[port:80]=] [=[unit]=])\n"
              "parallel_marked([==[parallel_marked_member([=[Billing.Pays]=] "
              "20 [=[port:80]=])\n]==])\n");
    // It ran with others before.
    fs::create_directories(build_ / "Testing/ParallelTesting/runs/before");
    write(
        "Testing/ParallelTesting/runs/before/events.ndjson",
        event("process_start", 0,
              R"("executable":")" + program +
                  R"(","parent_pid":1,"test":"","worker_count":1,)"
                  R"("selector":"@0+)" +
                  std::to_string(units.size()) + ":" +
                  (build_ / "tests/orders_test-1_units.txt").string() + "\"") +
            event("case_start", 1,
                  R"("test":"Billing.Pays","file":"/s/orders_test.cpp",)"
                  R"("line":20,"markers":["port:80"])") +
            event("case_finish", 2,
                  R"("test":"Billing.Pays","outcome":"passed",)"
                  R"("duration_ns":1,"message":"")") +
            event("process_finish", 3,
                  R"("user_us":1,"system_us":1,"max_rss_kib":1)"));
  }

  static std::string event(const std::string& name, int seq,
                           const std::string& fields) {
    const std::string at = std::to_string((seq + 1) * 10'000'000);
    return R"({"v":1,"event":")" + name + R"(","time_ns":)" + at +
           R"(,"mono_ns":)" + at +
           R"(,"run":"before","worker":"gw0","pid":10,"seq":)" +
           std::to_string(seq) + "," + fields + "}\n";
  }

  void expect_golden(const std::string& name,
                     const cli_test::command_result& result) const {
    EXPECT_EQ(result.exit_code, 0);
    EXPECT_EQ(result.err, "");
    support::expect_golden(
        std::string(EXPLAIN_DATA) + "/" + name,
        support::with(result.out, build_.string(), "<build>"));
  }

  void write(const std::string& name, const std::string& text) const {
    std::ofstream(build_ / name) << text;
  }

  [[nodiscard]] std::string content(const std::string& name) const {
    std::ifstream file(build_ / name);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  [[nodiscard]] cli_test::command_result explain(
      std::vector<std::string> arguments) const {
    arguments.insert(arguments.end(), {"--test-dir", build_.string()});
    return explain_as_given(std::move(arguments));
  }

  [[nodiscard]] static cli_test::command_result explain_as_given(
      std::vector<std::string> arguments) {
    return cli_test::run_command(run, std::move(arguments));
  }

  [[nodiscard]] std::string build() const { return build_.string(); }

 private:
  fs::path build_ =
      fs::path(testing::TempDir()) /
      testing::UnitTest::GetInstance()->current_test_info()->name();
};

TEST_F(explain_test, reports_markers_properties_locks_times_and_waiting) {
  expect_golden("test.txt", explain({"Orders.Migrate"}));
  expect_golden("test.json", explain({"Orders.Migrate", "--format", "json"}));
}

TEST_F(explain_test,
       C74_lines_that_are_not_times_are_reported_and_do_not_count) {
  write("Testing/Temporary/CTestCostData.txt",
        "garbage\nOrders.Migrate 1 0.5\nb 2 bad\n---\nb 2 bad\n");
  const auto result = explain({"Orders.Migrate"});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.out, HasSubstr("0.50 s"));
  EXPECT_THAT(result.err,
              HasSubstr("parallel-testing explain: 2 lines of the times of "
                        "earlier runs cannot be read and do not count"));
  EXPECT_EQ(explain({"--locks"}).err, result.err);
}

TEST_F(explain_test, reports_what_a_test_runs_that_runs_several_cases) {
  expect_golden("unit.txt", explain({"Billing"}));
}

TEST_F(explain_test, reports_a_case_that_shares_a_test_with_others) {
  const auto result = explain({"Billing.Pays"});
  expect_golden("case.txt", result);
  EXPECT_EQ(explain({"Billing/Billing.Pays"}).out, result.out);
  EXPECT_EQ(explain({"Billing: Billing.Pays"}).out, result.out);
  expect_golden("case.json", explain({"Billing.Pays", "--format", "json"}));
}

TEST_F(explain_test, C81_a_name_that_ctest_shows_comes_before_an_index) {
  // As long as before: the command of the test has its length.
  std::string units =
      "unit\t2\tBilling\ncase\tN.A/0\t\t/s\t20\tN.A/1\n"
      "case\tN.A/1\t\t/\t30\tN.A/2\n";
  units.insert(units.rfind('/' + std::string("\t30")) + 1,
               content("tests/orders_test-1_units.txt").size() - units.size(),
               's');
  write("tests/orders_test-1_units.txt", units);
  EXPECT_THAT(explain({"N.A/1"}).out, HasSubstr("N.A/1\n  /s:20"));
  EXPECT_THAT(explain({"N.A/2"}).out, HasSubstr(":30\n"));
  EXPECT_THAT(explain({"Billing: N.A/2"}).out, HasSubstr("N.A/2\n  /sss"));
  EXPECT_THAT(explain({"N.A/0"}).out, HasSubstr("N.A/1\n  /s:20"));
  EXPECT_THAT(explain({"Billing"}).out, HasSubstr("N.A/1, N.A/2"));
}

TEST_F(explain_test, reports_which_call_marked_a_test_of_parallel_add_test) {
  expect_golden("added.txt", explain({"start"}));
}

TEST_F(explain_test, a_cost_is_shown_as_it_was_written) {
  write("CTestTestfile.cmake",
        "add_test(costly sh)\nset_tests_properties(costly PROPERTIES COST "
        "0.133)\n");
  EXPECT_THAT(explain({"costly"}).out,
              HasSubstr("COST                     0.133\n"));
  EXPECT_THAT(explain({"costly", "--format", "json"}).out,
              HasSubstr(R"("COST": "0.133")"));
}

TEST_F(explain_test, the_build_directory_may_follow_the_test) {
  const std::string expected = explain({"free"}).out;
  EXPECT_EQ(explain_as_given({"free", build()}).out, expected);
  EXPECT_EQ(explain_as_given({"--locks", build()}).out,
            explain({"--locks"}).out);
}

TEST_F(explain_test, reports_when_nothing_is_waited_for) {
  EXPECT_THAT(explain({"free"}).out, HasSubstr("nothing but a free worker"));
}

TEST_F(explain_test, lists_locks_and_what_could_be_converted) {
  expect_golden("locks.txt", explain({"--locks"}));
  expect_golden("locks.json", explain({"--locks", "--format", "json"}));
}

/// Two readers and a writer of `fonts`, and readers of a database only.
const std::string added_readers =
    "parallel_added_test([=[reader]=] [=[/s/CMakeLists.txt]=] "
    "[=[lock:fonts:shared]=])\n"
    "parallel_added_test([=[second]=] [=[/s/CMakeLists.txt]=] "
    "[=[slow;lock:fonts:shared;database:orders:shared]=])\n"
    "parallel_added_test([=[writer]=] [=[/s/CMakeLists.txt]=] "
    "[=[lock:fonts]=])\n";
const std::string tests_of_readers =
    "foreach(name reader second writer both)\nadd_test(${name} sh)\n"
    "set_tests_properties(${name} PROPERTIES _BACKTRACE_TRIPLES "
    "\"/s/CMakeLists.txt;9;parallel_add_test\")\nendforeach()\n"
    "set_tests_properties(writer both PROPERTIES RESOURCE_LOCK fonts)\n";

TEST_F(explain_test, a_test_that_shares_a_lock_waits_for_those_that_do_not) {
  write("parallel_testing/added_tests.cmake", added_readers);
  write("CTestTestfile.cmake", tests_of_readers);
  const std::string reader = explain({"reader"}).out;
  EXPECT_THAT(reader, HasSubstr("fonts (shared)           writer\n"));
  EXPECT_THAT(reader, HasSubstr("the lock fonts if one other test holds it "
                                "exclusively"));
  EXPECT_THAT(explain({"second"}).out,
              HasSubstr("database:orders (shared) no other test holds it "
                        "exclusively\n"));
}

TEST_F(explain_test, a_test_that_owns_a_lock_waits_for_those_that_share_it) {
  write("parallel_testing/added_tests.cmake", added_readers);
  write("CTestTestfile.cmake", tests_of_readers);
  EXPECT_THAT(explain({"writer"}).out,
              HasSubstr("fonts                    reader, second, both\n"));
  EXPECT_THAT(explain({"writer", "--format", "json"}).out,
              HasSubstr("\"shared\": false"));
}

TEST_F(explain_test, a_lock_without_a_marker_excludes_none_that_share_it) {
  write("parallel_testing/added_tests.cmake", added_readers);
  write("CTestTestfile.cmake", tests_of_readers);
  EXPECT_THAT(explain({"both"}).out,
              HasSubstr("fonts                    writer\n"));
}

TEST_F(explain_test, all_locks_have_those_that_share_them) {
  write("parallel_testing/added_tests.cmake", added_readers);
  write("CTestTestfile.cmake", tests_of_readers);
  const std::string all = explain({"--locks"}).out;
  EXPECT_THAT(all, HasSubstr("in 4 tests, 2 of them share it"));
  EXPECT_THAT(all, HasSubstr("database:orders          second\n"));
}

TEST_F(explain_test, a_lock_that_all_share_excludes_nothing) {
  write("parallel_testing/added_tests.cmake", added_readers);
  write("CTestTestfile.cmake", "add_test(reader sh)\nadd_test(second sh)\n");
  EXPECT_THAT(explain({"--locks"}).out, HasSubstr("or all tests share them\n"));
  EXPECT_THAT(explain({"--locks"}).out,
              HasSubstr("fonts                    reader, second\n"));
}

TEST_F(explain_test, an_unknown_test_suggests_the_nearest) {
  try {
    (void)explain({"Order.Migrate"});
    FAIL();
  } catch (const cli::failure& problem) {
    EXPECT_EQ(problem.exit_code(), 2);
    EXPECT_STREQ(problem.what(),
                 "there is no test 'Order.Migrate', did you mean "
                 "'Orders.Migrate'?");
  }
  try {
    (void)explain({"Billing.Pasy"});
    FAIL();
  } catch (const cli::failure& problem) {
    EXPECT_THAT(problem.what(), HasSubstr("'Billing.Pays'?"));
  }
}

TEST_F(explain_test, knows_the_tests_of_the_configuration_that_is_named) {
  write(
      "CTestTestfile.cmake",
      "if(CTEST_CONFIGURATION_TYPE STREQUAL Debug)\nadd_test(debug sh)\n"
      "set_tests_properties(debug PROPERTIES RESOURCE_LOCK fonts)\nendif()\n");
  const auto none = explain({"debug"});
  EXPECT_EQ(none.exit_code, 4);
  EXPECT_THAT(none.err, HasSubstr("choose one of several configurations"));
  EXPECT_THAT(explain({"debug", "-C", "Debug"}).out, HasSubstr("fonts"));
  EXPECT_THAT(explain({"--locks", "--config=Debug"}).out, HasSubstr("fonts"));
}

TEST_F(explain_test, needs_a_test_or_all_locks) {
  EXPECT_THROW((void)explain({}), cli::failure);
  EXPECT_THROW((void)explain({"free", "--locks"}), cli::failure);
}

}  // namespace
}  // namespace parallel_testing::explain_command
