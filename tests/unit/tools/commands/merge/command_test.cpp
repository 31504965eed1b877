// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "commands/commands.hpp"
#include "commands/coverage/data/data.hpp"
#include "support/golden.hpp"
#include "tools/cli/run_command.hpp"

namespace parallel_testing::merge_command {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class merge_test : public testing::Test {
 protected:
  void SetUp() override {
    for (const char* shard : {"1", "2"}) {
      fs::create_directories(folder_ / shard);
      fs::copy_file(SAMPLE_LOG, folder_ / shard / "events.ndjson");
      std::ofstream(folder_ / shard / "junit.xml")
          << "<testsuite><testcase name=\"t" << shard << "\"/></testsuite>";
      std::ofstream(folder_ / shard / "times.txt")
          << "74_41 " << shard << "\nt" << shard << " 1 2\n";
      std::ofstream(folder_ / shard / "notes.txt") << "other";
    }
  }

  [[nodiscard]] cli_test::command_result merge(
      std::vector<std::string> arguments) const {
    for (std::string& each : arguments) {
      if (each[0] != '-' && each != "json") each = path(each);
    }
    return cli_test::run_command(run, std::move(arguments));
  }

  [[nodiscard]] std::string path(const std::string& name) const {
    return (folder_ / name).string();
  }

  [[nodiscard]] std::string read(const std::string& name) const {
    std::ifstream file(folder_ / name, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
  }

  void expect_golden(const std::string& name, const std::string& seen) const {
    support::expect_golden(std::string(MERGE_DATA) + "/" + name,
                           support::with(seen, folder_.string(), "<folder>"));
  }

  int failure_of(const std::vector<std::string>& arguments,
                 const std::string& text) const {
    try {
      (void)merge(arguments);
      return 0;
    } catch (const cli::failure& problem) {
      EXPECT_THAT(problem.what(), HasSubstr(text));
      return problem.exit_code();
    }
  }

 private:
  fs::path folder_ =
      fs::path(testing::TempDir()) /
      testing::UnitTest::GetInstance()->current_test_info()->name();
};

TEST_F(merge_test, joins_junit_events_and_times_of_directories) {
  const auto result = merge({"1", "2", "--into", "all"});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_EQ(result.err, "");
  expect_golden("told.txt", result.out);
  for (const char* each : {"junit.xml", "times.txt"}) {
    expect_golden(each, read(std::string("all/") + each));
  }
  expect_golden("told.json",
                merge({"1", "2", "--into", "all", "--format", "json"}).out);
}

TEST_F(merge_test, does_not_read_its_own_results_again) {
  ASSERT_EQ(merge({".", "--into", "all"}).exit_code, 0);
  const std::string once = read("all/junit.xml");
  ASSERT_EQ(merge({".", "--into", "all"}).exit_code, 0);
  EXPECT_EQ(read("all/junit.xml"), once);
}

TEST_F(merge_test, reads_all_that_others_put_where_the_results_are) {
  fs::create_directories(path("all"));
  std::ofstream(path("all/unit.xml"))
      << "<testsuite><testcase><failure/></testcase></testsuite>";
  for (int time = 0; time < 2; ++time) {
    const auto result = merge({"all/unit.xml", "1/junit.xml", "--into", "all"});
    EXPECT_THAT(result.out, HasSubstr("2 tests, 1 of them bad"));
  }
  EXPECT_THAT(merge({"all", "1", "--into", "all/"}).out,
              HasSubstr("2 tests, 1 of them bad"));
}

TEST_F(merge_test, leaves_no_result_of_other_inputs) {
  ASSERT_EQ(merge({"1", "--into", "all"}).exit_code, 0);
  ASSERT_EQ(merge({"1/times.txt", "--into", "all"}).exit_code, 0);
  EXPECT_FALSE(fs::exists(path("all/junit.xml")));
  EXPECT_TRUE(fs::exists(path("all/times.txt")));
}

TEST_F(merge_test, counts_a_file_once_however_often_it_is_named) {
  fs::create_symlink("junit.xml", path("1/link.xml"));
  EXPECT_THAT(merge({"1/junit.xml", "1", "1/link.xml", "--into", "all"}).out,
              HasSubstr("1 tests, 0 of them bad"));
}

TEST_F(merge_test, what_is_not_a_file_is_wrong_usage) {
  ASSERT_EQ(::mkfifo(path("pipe.xml").c_str(), 0600), 0);
  EXPECT_EQ(failure_of({"pipe.xml"}, "not a regular file"), 2);
}

TEST_F(merge_test, overwrites_nothing_that_is_not_its_result) {
  const std::string shard = read("1/junit.xml");
  EXPECT_EQ(failure_of({"1", "2", "--into", "1"}, "no earlier merge wrote it"),
            2);
  EXPECT_EQ(read("1/junit.xml"), shard);
}

TEST_F(merge_test, removes_no_coverage_data_that_it_is_to_join) {
  for (const char* shard : {"1", "2"}) {
    const std::string data =
        path(std::string("all/coverage/") + shard + "/data");
    fs::create_directories(data);
    std::ofstream(data + "/" + coverage_command::data_mark) << "";
    std::ofstream(data + "/a.gcda") << shard;
  }
  EXPECT_EQ(failure_of({"all", "--into", "all"}, "no earlier merge wrote it"),
            2);
  EXPECT_EQ(read("all/coverage/1/data/a.gcda"), "1");
}

TEST_F(merge_test, C74_a_broken_event_log_is_named_and_answered_with_3) {
  std::ofstream(path("2/events.ndjson")) << "no event\n";
  const auto result = merge({"1", "2", "--into", "all"});
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_THAT(result.err, HasSubstr(path("2/events.ndjson") + ":1: "));
  EXPECT_THAT(read("all/events.ndjson"), HasSubstr("Orders.Total"));
}

TEST_F(merge_test, C74_lines_that_are_no_times_are_named_and_answered_with_3) {
  std::ofstream(path("2/times.txt")) << "74_41 2\nb 2 bad\ngarbage\n";
  const auto result = merge({"1", "2", "--into", "all"});
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_THAT(result.err, HasSubstr(path("2/times.txt") +
                                    ": 2 of the lines are not times"));
  EXPECT_THAT(read("all/times.txt"), HasSubstr("74_41 2"));
}

TEST_F(merge_test, C74_a_log_without_events_is_named_and_answered_with_3) {
  std::ofstream(path("2/events.ndjson")) << "";
  const auto result = merge({"1", "2", "--into", "all"});
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_THAT(result.err,
              HasSubstr(path("2/events.ndjson") + ": it has no events"));
}

TEST_F(merge_test, C74_a_broken_junit_file_is_named) {
  std::ofstream(path("2/junit.xml")) << "<testsuite>";
  EXPECT_EQ(failure_of({"1", "2", "--into", "all"}, path("2/junit.xml")), 3);
}

TEST_F(merge_test,
       C85_shards_of_different_plans_are_red_and_nothing_is_written) {
  for (const char* shard : {"1", "2"}) {
    std::ofstream(path(std::string(shard) + "/junit.xml"))
        << "<testsuites><properties><property name=\"parallel_testing.shard\" "
           "value=\""
        << shard << "/2\"/><property name=\"parallel_testing.shard_plan\" "
        << "value=\"plan" << shard << "\"/></properties></testsuites>";
  }
  const auto result = merge({"1", "2", "--into", "all"});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.err, HasSubstr("is shard 2/2 of plan plan2"));
  EXPECT_FALSE(fs::exists(path("all")));
}

TEST_F(merge_test, C85_a_missing_shard_is_red) {
  std::ofstream(path("1/junit.xml"))
      << "<testsuites><properties><property name=\"parallel_testing.shard\" "
         "value=\"1/3\"/><property name=\"parallel_testing.empty_shards\" "
         "value=\"2\"/></properties></testsuites>";
  const auto result = merge({"1", "2", "--into", "all"});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.err, HasSubstr("the JUnit file of shard 3/3 is missing"));
}

TEST_F(merge_test, results_that_no_test_case_shows_are_answered_with_1) {
  std::ofstream(path("2/junit.xml")) << "<testsuite errors=\"1\"/>";
  const auto result = merge({"1", "2", "--into", "all"});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.err, HasSubstr(path("2/junit.xml")));
  EXPECT_THAT(read("all/junit.xml"), HasSubstr("errors=\"1\""));
}

TEST_F(merge_test, what_is_not_there_is_named) {
  EXPECT_EQ(failure_of({"missing"}, "does not exist"), 3);
}

TEST_F(merge_test, a_file_of_another_kind_is_wrong_usage) {
  EXPECT_EQ(failure_of({"1/notes.txt"}, "is not one of"), 2);
}

TEST_F(merge_test, nothing_to_merge_is_answered_with_4) {
  fs::create_directories(path("empty"));
  EXPECT_EQ(merge({"empty", "--into", "all"}).exit_code, 4);
}

}  // namespace
}  // namespace parallel_testing::merge_command
