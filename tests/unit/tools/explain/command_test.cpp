// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "explain/command.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

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
    write("CTestTestfile.cmake",
          "add_test(Orders.Migrate \"" + program +
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
              "add_test(free sh)\n");
    write("CMakeCache.txt",
          std::string("CMAKE_CTEST_COMMAND:INTERNAL=") + CTEST_PROGRAM + "\n");
    write("Testing/Temporary/CTestCostData.txt",
          "one 1 2\ntwo 2 3\nOrders.Migrate 1 0.5\nAlone.A 1 4\n---\n");
    write("tests/orders_test-1_options.cmake",
          "set(option_call [=[parallel_discover_tests(orders_test)]=])\n"
          "set(option_executable [=[" +
              program +
              "]=])\n"
              "list(APPEND option_markers [=[slow]=])\n");
    write("tests/orders_test-1_manifest.cmake",
          "parallel_file([=[/s/orders_test.cpp]=])\n"
          "parallel_case([=[Orders.Migrate]=] [=[Orders.Migrate]=] 12 "
          "[=[database:orders]=] [=[]=])\n");
  }

  void write(const std::string& name, const std::string& text) const {
    std::ofstream(build_ / name) << text;
  }

  [[nodiscard]] cli_test::command_result explain(
      std::vector<std::string> arguments) const {
    arguments.insert(arguments.end(), {"--test-dir", build_.string()});
    return cli_test::run_command(run, std::move(arguments));
  }

 private:
  fs::path build_ =
      fs::path(testing::TempDir()) /
      testing::UnitTest::GetInstance()->current_test_info()->name();
};

TEST_F(explain_test, tells_markers_properties_locks_times_and_waiting) {
  const auto result = explain({"Orders.Migrate"});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_EQ(result.out, R"(Orders.Migrate
  /s/orders_test.cpp:12

markers
  database:orders          /s/orders_test.cpp:12
  slow                     parallel_discover_tests(orders_test)

properties
  RESOURCE_LOCK            database:orders; fonts
  FIXTURES_REQUIRED        server
  DEPENDS                  start
  LABELS                   slow

locks
  database:orders          one, two
  fonts                    no other test has it

times
  expected                 0.50 s

waits for
  set-up of its fixtures: start
  the lock database:orders when one of 2 other tests holds it, 5.00 s together
)");
}

TEST_F(explain_test, says_when_nothing_is_waited_for) {
  EXPECT_THAT(explain({"free"}).out, HasSubstr("nothing but a free worker"));
}

TEST_F(explain_test, lists_locks_and_what_could_be_converted) {
  const auto result = explain({"--locks"});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_EQ(result.out,
            R"(longest chains, each test of which waits for the others
  database:orders          5.50 s in 3 tests

locks with one user, which exclude nothing
  fonts                    Orders.Migrate
  port:80                  Both

no_parallel tests that look convertible
  Alone                    4.00 s in 2 tests: if these only disturb each other, mark them no_parallel:Alone; if they only need the machine, threads:<n>
  Both                     0.00 s in 1 test: they lock port:80 already: try without no_parallel
)");
}

TEST_F(explain_test, tells_programs_the_same) {
  EXPECT_THAT(explain({"Orders.Migrate", "--format", "json"}).out,
              HasSubstr("\"marker\": \"database:orders\""));
  EXPECT_THAT(explain({"--locks", "--format", "json"}).out,
              HasSubstr("\"total_ms\": 5500"));
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
}

TEST_F(explain_test, needs_a_test_or_all_locks) {
  EXPECT_THROW((void)explain({}), cli::failure);
  EXPECT_THROW((void)explain({"free", "--locks"}), cli::failure);
}

}  // namespace
}  // namespace parallel_testing::explain_command
