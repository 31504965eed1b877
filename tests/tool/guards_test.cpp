// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Runs in which nothing works, or a test prints too much, and what the history
// of a build tree knows afterwards.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "support/process.hpp"

namespace parallel_testing::tool_test {
namespace {

namespace fs = std::filesystem;
using support::finished_process;
using testing::AllOf;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

struct guards : testing::Test {
  const fs::path build = fs::path(testing::TempDir()) / "build";

  void SetUp() override {
    fs::create_directories(build);
    std::ofstream(build / "CMakeCache.txt")
        << "CMAKE_CTEST_COMMAND:INTERNAL=" TESTED_CTEST "\n";
  }

  void add_tests(int count, const std::string& script) const {
    std::ofstream file(build / "CTestTestfile.cmake", std::ios::app);
    for (int at = 0; at < count; ++at) {
      file << "add_test(t" << at << " /bin/sh -c [==[" << script << "]==])\n";
    }
  }

  [[nodiscard]] finished_process tool(std::vector<std::string> words,
                                      const std::string& variable = "") const {
    support::command started;
    if (!variable.empty()) {
      started.environment[variable] = "1";
    }
    started.arguments = {TESTED_TOOL};
    started.arguments.insert(started.arguments.end(), words.begin(),
                             words.end());
    started.directory = build.string();
    return support::run(started);
  }
};

TEST_F(guards, C99_a_run_in_which_nothing_works_says_so_once_and_may_stop) {
  add_tests(30, "echo \"port $$: Connection refused\"; exit 1");
  const finished_process all = tool({"run", "-j2"});
  EXPECT_EQ(all.exit_code, 1);
  EXPECT_THAT(all.output,
              AllOf(HasSubstr("the first 10 tests all failed with: port "),
                    HasSubstr("30 failed")));
  const finished_process some = tool({"run", "-j2", "--stop-when-broken"});
  EXPECT_EQ(some.exit_code, 1);
  EXPECT_THAT(some.output, AllOf(HasSubstr("; no more tests are started "
                                           "(--stop-when-broken)"),
                                 HasSubstr(" tests were not started"),
                                 Not(HasSubstr("30 failed"))));
}

TEST_F(guards, C99_the_output_of_a_test_is_limited_and_kept_whole_in_a_file) {
  add_tests(1, "seq 1 20000; exit 1");
  std::ofstream(build / "CTestTestfile.cmake", std::ios::app)
      << "add_test(passes seq 1 200000)\n";
  const finished_process run = tool({"run", "--max-output", "2KiB"});
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_LT(run.output.size(), 6000U);
  EXPECT_THAT(run.output, AllOf(HasSubstr("\n1\n2\n"), HasSubstr("\n20000\n"),
                                HasSubstr(" bytes left out; ")));
  const std::string mark = "the whole output is in ";
  const std::size_t begin = run.output.find(mark) + mark.size();
  const fs::path file =
      run.output.substr(begin, run.output.find(' ', begin) - begin);
  ASSERT_TRUE(fs::exists(file)) << file;
  EXPECT_EQ(std::distance(fs::directory_iterator(file.parent_path()),
                          fs::directory_iterator()),
            1)
      << "a test that passes leaves no output";
  EXPECT_GT(fs::file_size(file), 100'000U);
  EXPECT_EQ(tool({"run", "--max-output", "much"}).exit_code, 2);
}

#if defined(HAS_STACKS) && defined(__GLIBC__)
TEST_F(guards, C96_a_program_of_a_plain_build_tree_shows_where_it_crashed) {
  std::ofstream(build / "CTestTestfile.cmake")
      << "add_test(plain " CRASH_PROBE " null)\n"
      << "add_test(script /bin/sh -c " CRASH_PROBE "\\ null)\n"
      << "add_test(environment " CRASH_PROBE " environment)\n"
      << "set_tests_properties(environment PROPERTIES\n"
      << "  FAIL_REGULAR_EXPRESSION \"PRELOAD|CRASHES|STOPPED_TIME\")\n";
  const finished_process run = tool({"run", "-j2"});
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_THAT(run.output, AllOf(ContainsRegex("plain .*in .*write_to.* at "
                                              ".*crash_probe.cpp:[0-9]+"),
                                ContainsRegex("script .*in .*write_to.* at "
                                              ".*crash_probe.cpp:[0-9]+"),
                                HasSubstr("1 passed")));
}
#endif

TEST_F(guards, C99_no_output_is_taken_for_a_line_of_ctest) {
  const std::string trap =
      "    Start 2: next\n"
      "1/3 Test #1: liar .............   Passed    0.01 sec\n"
      "2: of next\n"
      "2/3 Test #2: next .............   Passed    0.01 sec\n"
      "1: Test timeout computed to be: 7\n"
      "100% tests passed, 0 tests failed out of 3\n";
  std::ofstream(build / "trap") << "\n" << trap;
  std::ofstream(build / "CTestTestfile.cmake")
      << "add_test(liar /bin/sh -c \"cat trap; exit 1\")\n"
      << "add_test(next /bin/sh -c \"echo why; exit 1\")\n"
      << "set_tests_properties(next PROPERTIES DEPENDS liar\n"
      << "  ENVIRONMENT \"TEXT=one\n2/3 Test #2: next ... Passed  1 sec\")\n"
      << "add_test(missed echo some)\n"
      << "set_tests_properties(missed PROPERTIES DEPENDS next\n"
      << "  PASS_REGULAR_EXPRESSION \"one;two\")\n";
  for (const char* variable : {"", "CTEST_OUTPUT_ON_FAILURE"}) {
    const finished_process run = tool({"run"}, variable);
    EXPECT_EQ(run.exit_code, 1);
    EXPECT_THAT(run.output,
                AllOf(HasSubstr("----- output of liar\n" + trap + "-----\n"),
                      HasSubstr("----- output of next\nwhy\n-----\n"),
                      HasSubstr("found. Regex=[one two ]\n"),
                      HasSubstr("3 failed in "), Not(HasSubstr("PASSED"))));
  }
  const finished_process verbose = tool({"run", "-V", "-R", "next"});
  EXPECT_THAT(verbose.output,
              AllOf(HasSubstr("2: Test command: /bin/sh \"-c\""),
                    HasSubstr("2:  TEXT=one\n"), HasSubstr("2: why\n")));
}

TEST_F(guards, C99_the_history_of_the_build_tree_has_each_run) {
  add_tests(2, "test -e go");
  EXPECT_EQ(tool({"run"}).exit_code, 1);
  std::ofstream(build / "go") << "";
  EXPECT_EQ(tool({"run"}).exit_code, 0);
  std::ofstream(build / "CTestTestfile.cmake", std::ios::app)
      << "add_test(brand_new /bin/true)\n";
  const finished_process shown = tool({"report", "--history"});
  EXPECT_EQ(shown.exit_code, 0) << shown.output;
  EXPECT_THAT(shown.output, AllOf(HasSubstr("2 cases in the last 2 runs"),
                                  HasSubstr("t1: 1 failed, 0 flaky of 2\n"),
                                  HasSubstr("tests that never ran:\n"
                                            "  brand_new\n")));
}

}  // namespace
}  // namespace parallel_testing::tool_test
