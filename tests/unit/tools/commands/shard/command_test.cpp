// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "commands/commands.hpp"
#include "commands/shard/options.hpp"
#include "support/golden.hpp"
#include "tools/cli/run_command.hpp"

namespace parallel_testing::shard_command {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

const std::string data = SHARD_DATA;

/// A build tree with six tests, two of which need a fixture.
class shard_command_test : public testing::Test {
 protected:
  void SetUp() override {
    fs::create_directories(build_);
    std::ofstream tests(build_ / "CTestTestfile.cmake");
    for (int at = 1; at <= 6; ++at) {
      tests << "add_test(t" << at << " " << CMAKE_PROGRAM << " -E touch ran_t"
            << at << ")\n";
    }
    tests << "add_test(set \"" << CMAKE_PROGRAM << "\" -E touch ran_set)\n"
          << "set_tests_properties(set PROPERTIES FIXTURES_SETUP f)\n"
          << "set_tests_properties(t1 t2 PROPERTIES FIXTURES_REQUIRED f)\n"
          << "set_tests_properties(t5 t6 PROPERTIES LABELS slow)\n";
    tests.close();
    std::ofstream(build_ / "CMakeCache.txt")
        << "CMAKE_CTEST_COMMAND:INTERNAL=" << CTEST_PROGRAM << "\n";
  }

  [[nodiscard]] cli_test::command_result shard(
      std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin() + 1, {"--test-dir", build_.string()});
    return cli_test::run_command(run, std::move(arguments));
  }

  [[nodiscard]] bool ran(const std::string& test) const {
    return fs::exists(build_ / ("ran_" + test));
  }

  void note_costs(const std::string& text) const {
    fs::create_directories(build_ / "Testing" / "Temporary");
    std::ofstream(build_ / "Testing" / "Temporary" / "CTestCostData.txt")
        << text;
  }

  static std::string plan_in(const cli_test::command_result& result) {
    const std::size_t at = result.err.find(", plan ");
    return at == std::string::npos ? "" : result.err.substr(at + 7, 16);
  }

  fs::path build_ =
      fs::path(testing::TempDir()) /
      testing::UnitTest::GetInstance()->current_test_info()->name();
};

TEST_F(shard_command_test, prints_the_tests_and_a_forecast) {
  note_costs("t1 1 4\nt2 1 1\nt3 1 1\nt4 1 1\nt5 1 1\nt6 1 1\nset 1 0\n");
  const auto first = shard({"1/2"});
  EXPECT_EQ(first.exit_code, 0);
  support::expect_golden(data + "/first.txt", first.out + first.err);
  const auto second = shard({"2/2"});
  support::expect_golden(data + "/second.txt", second.out + second.err);
  support::expect_golden(data + "/first.json",
                         shard({"1/2", "--format", "json"}).out);
}

TEST_F(shard_command_test, C68_reports_how_many_tests_have_no_time) {
  note_costs("t1 1 4\ngone 1 100\n");
  const auto result = shard({"1/1"});
  EXPECT_THAT(result.err,
              HasSubstr(": 7 of 7 tests, about 28.00 s of tests, 28.00 s in "
                        "the longest shard; 6 never ran before and count as "
                        "the average; planned with the times in "));
}

TEST_F(shard_command_test, takes_times_of_other_machines) {
  const std::string times = testing::TempDir() + "/merged.txt";
  std::ofstream(times) << "t3 1 100\n";
  EXPECT_THAT(shard({"1/1", "--times", times}).err, HasSubstr("700.00 s"));
}

TEST_F(shard_command_test, C74_lines_that_are_no_times_are_named) {
  note_costs("t1 1 4\ngarbage\nt2 one 1\n");
  EXPECT_THAT(shard({"1/2"}).err,
              HasSubstr("2 lines of the times of earlier runs cannot be read"));
  // What was kept of them is clean.
  EXPECT_THAT(shard({"2/2"}).err, Not(HasSubstr("cannot be read")));
  const std::string given = (build_ / "given.txt").string();
  std::ofstream(given) << "# a remark\nt1 1 4\ngarbage\n";
  try {
    (void)shard({"1/2", "--times", given});
    FAIL();
  } catch (const cli::failure& problem) {
    EXPECT_EQ(problem.exit_code(), 3);
    EXPECT_THAT(problem.what(), HasSubstr("1 of the lines of '" + given + "'"));
  }
}

TEST_F(shard_command_test, missing_times_are_an_error_that_names_the_file) {
  try {
    (void)shard({"1/1", "--times", "/nowhere"});
    FAIL();
  } catch (const cli::failure& problem) {
    EXPECT_EQ(problem.exit_code(), 3);
    EXPECT_THAT(problem.what(), HasSubstr("'/nowhere'"));
  }
}

TEST_F(shard_command_test, shares_out_what_ctest_arguments_choose) {
  const auto result = shard({"1/1", "--by", "slice", "--", "-L", "slow"});
  EXPECT_EQ(result.out, "t5\nt6\n");
  EXPECT_EQ(shard({"1/1", "--", "--tests-regex", "t[12]"}).out,
            "t1\nt2\nset\n");
}

TEST_F(shard_command_test, C07_no_tests_at_all_are_answered_with_4) {
  const auto none = shard({"1/1", "--", "-R", "none"});
  EXPECT_EQ(none.exit_code, 4);
  EXPECT_THAT(none.err, HasSubstr("no tests to distribute; build them"));
}

TEST_F(shard_command_test, C67_runs_each_test_in_one_shard_only) {
  ASSERT_EQ(shard({"1/2", "--by", "slice", "--run", "--", "-j2"}).exit_code, 0);
  EXPECT_TRUE(ran("t1") && ran("t3") && ran("t5") && ran("set"));
  EXPECT_FALSE(ran("t2") || ran("t4") || ran("t6"));
  ASSERT_EQ(shard({"2/2", "--by", "slice", "--run", "--", "-j2"}).exit_code, 0);
  EXPECT_TRUE(ran("t2") && ran("t4") && ran("t6"));
}

TEST_F(shard_command_test, C67_an_empty_shard_succeeds_and_runs_nothing) {
  const std::vector<std::string> choice{"--", "-j2", "-R", "t3"};
  std::vector<std::string> arguments{"2/2", "--by", "slice", "--run"};
  arguments.insert(arguments.end(), choice.begin(), choice.end());
  EXPECT_EQ(shard(arguments).exit_code, 0);
  EXPECT_FALSE(ran("t3"));
}

TEST_F(shard_command_test, runs_as_the_command_run_does) {
  const std::string junit = testing::TempDir() + "/r.xml";
  const auto result =
      shard({"2/2", "--by", "slice", "--run", "--format", "json", "--", "-j",
             "auto", "--retries", "1", "--output-junit", junit});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  const auto json = nlohmann::json::parse(result.out);
  EXPECT_EQ(json.at("run").at("end"), "complete");
  EXPECT_EQ(json.at("summary").at("passed"), 4);
  std::ifstream file(junit);
  std::string line;
  std::getline(file, line);
  std::getline(file, line);
  EXPECT_THAT(line, HasSubstr("<testsuites name=\"tests\" tests=\"4\""));
}

TEST_F(shard_command_test, C67_an_empty_shard_has_an_empty_report) {
  const std::string junit = testing::TempDir() + "/r.xml";
  EXPECT_EQ(shard({"2/2", "--by", "slice", "--run", "--",
                   "--output-junit=" + junit, "-R", "t3"})
                .exit_code,
            0);
  EXPECT_GT(fs::file_size(junit), 0U);
}

TEST_F(shard_command_test, C67_takes_no_arguments_that_choose_other_tests) {
  for (const char* each : {"-I", "--test-dir=b", "--rerun-failed", "-FA"}) {
    try {
      (void)shard({"1/2", "--run", "--", each});
      FAIL() << each;
    } catch (const cli::failure& problem) {
      EXPECT_EQ(problem.exit_code(), 2);
      EXPECT_THAT(problem.what(), HasSubstr(each));
    }
  }
}

TEST_F(shard_command_test, C85_in_one_tree_all_shards_have_the_first_plan) {
  note_costs("t1 1 9\nt2 1 1\n");
  const auto first = shard({"1/2"});
  // What running the first shard does to the history.
  note_costs("t1 1 1\nt2 1 9\nt3 5 7\nt4 3 8\n");
  const auto second = shard({"2/2"});
  EXPECT_EQ(plan_in(first), plan_in(second));
  std::multiset<std::string> tests;
  for (const auto& each : {first, second}) {
    std::istringstream lines(each.out);
    for (std::string line; std::getline(lines, line);) tests.insert(line);
  }
  tests.erase("set");
  EXPECT_EQ(tests,
            (std::multiset<std::string>{"t1", "t2", "t3", "t4", "t5", "t6"}));
}

TEST_F(shard_command_test, C85_a_tree_without_times_stays_without) {
  const auto first = shard({"1/2"});
  note_costs("t1 1 1\nt2 1 9\nt3 5 7\nt4 3 8\n");
  EXPECT_EQ(plan_in(first), plan_in(shard({"2/2"})));
}

TEST_F(shard_command_test, C85_removing_the_frozen_times_makes_a_new_plan) {
  const auto before = shard({"1/2"});
  note_costs("t1 1 9\n");
  ASSERT_TRUE(fs::remove(build_ / "Testing/ParallelTesting/shard_times.txt"));
  EXPECT_NE(plan_in(before), plan_in(shard({"1/2"})));
}

TEST_F(shard_command_test, C85_times_that_change_with_each_run_are_refused) {
  note_costs("t1 1 9\n");
  const std::string live =
      (build_ / "Testing/Temporary/../Temporary/CTestCostData.txt").string();
  try {
    (void)shard({"1/2", "--times", live});
    FAIL();
  } catch (const cli::failure& problem) {
    EXPECT_EQ(problem.exit_code(), 2);
    EXPECT_THAT(problem.what(), HasSubstr("changes with every run"));
  }
  EXPECT_EQ(shard({"1/2", "--by", "hash", "--times", live}).exit_code, 0);
}

TEST_F(shard_command_test, C85_the_plan_is_named_by_all_that_it_depends_on) {
  note_costs("t1 1 9\n");
  const std::string plan = plan_in(shard({"1/2"}));
  EXPECT_EQ(plan.size(), 16U);
  EXPECT_EQ(plan, plan_in(shard({"2/2"})));
  const std::string times = testing::TempDir() + "/other.txt";
  std::ofstream(times) << "t1 1 8\n";
  EXPECT_NE(plan, plan_in(shard({"1/2", "--times", times})));
  EXPECT_NE(plan, plan_in(shard({"1/3"})));
  EXPECT_NE(plan, plan_in(shard({"1/2", "--by", "hash"})));
  EXPECT_NE(plan, plan_in(shard({"1/2", "--", "-E", "t3"})));
  // By name nothing depends on times.
  EXPECT_EQ(plan_in(shard({"1/2", "--by", "hash"})),
            plan_in(shard({"2/2", "--by", "hash", "--times", times})));
}

TEST_F(shard_command_test, writes_a_list_that_ctest_reads) {
  const std::string list = testing::TempDir() + "/list";
  EXPECT_EQ(shard({"2/2", "--by", "slice", "--list", list}).exit_code, 0);
  std::ifstream file(list);
  std::string text;
  std::getline(file, text);
  EXPECT_EQ(text, ",0,,2,4,6,7");
  EXPECT_EQ(shard({"2/2", "--list", "-", "--", "-R", "t3"}).out,
            ",0,,2147483647\n");
}

TEST_F(shard_command_test, prints_json_for_programs) {
  const auto json = nlohmann::json::parse(
      shard({"2/3", "--by", "hash", "--format", "json"}).out);
  EXPECT_EQ(json.at("version"), 1);
  EXPECT_EQ(json.at("shard"), 2);
  EXPECT_EQ(json.at("all_tests"), 7);
  for (const auto& test : json.at("tests")) {
    EXPECT_TRUE(test.at("name").is_string());
    EXPECT_GE(test.at("number"), 1);
  }
}

TEST(shard_number, is_i_of_n) {
  EXPECT_EQ(parse_shard_number("2/5").index, 2U);
  EXPECT_EQ(parse_shard_number("2/5").count, 5U);
  for (const char* wrong : {"", "1", "0/2", "3/2", "1/0", "-1/2", "1/2/3",
                            "a/b", "1/99999999999999999999", " 1/2"}) {
    EXPECT_THROW((void)parse_shard_number(wrong), cli::failure) << wrong;
  }
}

TEST(shard_command, an_archive_needs_a_directory_and_no_build) {
  const auto refusal = [](const std::vector<std::string>& arguments) {
    try {
      (void)cli_test::run_command(run, arguments);
      return std::string();
    } catch (const cli::failure& problem) {
      EXPECT_EQ(problem.exit_code(), 2);
      return std::string(problem.what());
    }
  };
  EXPECT_THAT(refusal({"1/2", "--archive", "a.tar.zst"}),
              HasSubstr("requires --to DIR"));
  EXPECT_THAT(refusal({"1/2", "--to", "d"}), HasSubstr("require --archive"));
  EXPECT_THAT(refusal({"1/2", "build", "--archive", "a.tar.zst", "--to", "d"}),
              HasSubstr("omit the build directory"));
  EXPECT_THAT(refusal({"1/2", "--run", "--", "--archive", "a.tar.zst"}),
              HasSubstr("write it before --"));
}

TEST(shard_command, a_directory_without_tests_is_an_error) {
  try {
    (void)cli_test::run_command(run, {"1/1", "--test-dir", testing::TempDir()});
    FAIL();
  } catch (const cli::failure& problem) {
    EXPECT_EQ(problem.exit_code(), 3);
    EXPECT_THAT(problem.what(), HasSubstr("is not a build directory"));
  }
}

}  // namespace
}  // namespace parallel_testing::shard_command
