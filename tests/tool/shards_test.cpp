// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Shards that run one after the other, and whether `merge` notices when they do
// not fit.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "support/files.hpp"
#include "support/process.hpp"

namespace parallel_testing::tool_test {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr int test_count = 12;

class shards : public testing::Test {
 protected:
  void SetUp() override { make_tree("build", test_count); }

  /// Tests t1, t2, … of which each took a second longer than the one before.
  void make_tree(const std::string& name, int tests) const {
    const fs::path build = folder_ / name;
    fs::create_directories(build / "Testing/Temporary");
    std::ofstream(build / "CMakeCache.txt")
        << "CMAKE_CTEST_COMMAND:INTERNAL=" TESTED_CTEST "\n";
    write_program(name, "echo x >>ran_$1");
    std::ofstream list(build / "CTestTestfile.cmake");
    std::ofstream costs(build / "Testing/Temporary/CTestCostData.txt");
    for (int at = 1; at <= tests; ++at) {
      list << "add_test(t" << at << " \"" << (build / "check").string() << "\" "
           << at << ")\n";
      costs << "t" << at << " 1 " << at << "\n";
    }
  }

  /// The program of the tests of a tree.
  void write_program(const std::string& tree, const std::string& code) const {
    const fs::path program = folder_ / tree / "check";
    std::ofstream(program) << "#!/bin/sh\n" << code << "\n";
    fs::permissions(program, fs::perms::owner_all);
  }

  [[nodiscard]] support::finished_process tool(
      std::vector<std::string> arguments,
      support::variables variables = {}) const {
    support::command started;
    if (!variables.empty()) {
      // Without those of the CI system that runs this test.
      const support::variables own = support::clean_environment();
      variables.insert(*own.find("PATH"));
      started.environment = std::move(variables);
    }
    arguments.insert(arguments.begin(), TESTED_TOOL);
    started.arguments = std::move(arguments);
    started.directory = folder_.string();
    return support::run(started);
  }

  /// Its JUnit file is <name>/r.xml, its log below <name>/Testing.
  [[nodiscard]] support::finished_process run_shard(
      const std::string& number, const std::string& name = "build",
      const std::vector<std::string>& more = {},
      const std::vector<std::string>& of_run = {}) const {
    std::vector<std::string> arguments{"shard", number, "--test-dir", name,
                                       "--run"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    arguments.insert(arguments.end(), {"--", "-j2", "--output-junit",
                                       (folder_ / name / "r.xml").string()});
    arguments.insert(arguments.end(), of_run.begin(), of_run.end());
    return tool(std::move(arguments));
  }

  /// What a shard leaves, out of the way of the next one.
  void take_results(const std::string& build, const std::string& into) const {
    fs::create_directories(folder_ / into);
    fs::rename(folder_ / build / "r.xml", folder_ / into / "r.xml");
    fs::rename(folder_ / build / "Testing/ParallelTesting/runs",
               folder_ / into / "runs");
  }

  [[nodiscard]] bool ran_each_once(const std::string& build) const {
    for (int at = 1; at <= test_count; ++at) {
      if (read(build + "/ran_" + std::to_string(at)) != "x\n") return false;
    }
    return true;
  }

  [[nodiscard]] std::string read(const std::string& name) const {
    return support::read_file((folder_ / name).string());
  }
  [[nodiscard]] bool exists(const std::string& name) const {
    return fs::exists(folder_ / name);
  }
  void remove(const std::string& name) const { fs::remove_all(folder_ / name); }

  fs::path folder_ =
      fs::path(testing::TempDir()) /
      testing::UnitTest::GetInstance()->current_test_info()->name();
};

TEST_F(shards, C85_by_time_in_one_tree_run_each_test_once) {
  for (const char* number : {"1/3", "2/3", "3/3"}) {
    const auto ended = run_shard(number);
    ASSERT_EQ(ended.exit_code, 0) << ended.output;
    take_results("build", std::string("of_") + number[0]);
  }
  EXPECT_TRUE(ran_each_once("build"));
  const auto merged = tool({"merge", "of_1", "of_2", "of_3", "--into", "all"});
  EXPECT_EQ(merged.exit_code, 0) << merged.output;
  EXPECT_THAT(merged.output, HasSubstr("12 tests, 0 of them bad"));
}

TEST_F(shards, C85_of_another_history_are_refused) {
  ASSERT_EQ(run_shard("1/2").exit_code, 0);
  take_results("build", "of_1");
  remove("build/Testing/ParallelTesting/shard_times.txt");
  ASSERT_EQ(run_shard("2/2").exit_code, 0);
  take_results("build", "of_2");
  EXPECT_FALSE(ran_each_once("build"));
  const auto merged = tool({"merge", "of_1", "of_2", "--into", "all"});
  EXPECT_EQ(merged.exit_code, 1);
  EXPECT_THAT(merged.output, AllOf(HasSubstr("planned with different times"),
                                   HasSubstr("nothing was written")));
  EXPECT_FALSE(exists("all"));
}

TEST_F(shards, C85_of_another_build_or_count_are_refused) {
  make_tree("more", test_count + 1);
  make_tree("third", test_count);
  for (const auto& [build, number] :
       {std::pair("build", "1/2"), {"more", "2/2"}, {"third", "2/3"}}) {
    ASSERT_EQ(run_shard(number, build, {"--by", "slice"}).exit_code, 0);
  }
  for (const std::string other : {"more", "third"}) {
    EXPECT_EQ(tool({"merge", "build", other, "--into", "all"}).exit_code, 1);
    // The reports show it, and so do the logs.
    EXPECT_EQ(tool({"merge", "build/r.xml", other + "/r.xml"}).exit_code, 1);
    EXPECT_EQ(tool({"merge", "build/Testing", other + "/Testing"}).exit_code,
              1);
  }
}

TEST_F(shards, C85_in_copies_of_one_build_fit_together) {
  make_tree("copy/of/it", test_count);
  ASSERT_EQ(run_shard("1/2").exit_code, 0);
  ASSERT_EQ(run_shard("2/2", "copy/of/it").exit_code, 0);
  const auto merged = tool({"merge", "build", "copy/of/it", "--into", "all"});
  EXPECT_EQ(merged.exit_code, 0) << merged.output;
  EXPECT_THAT(merged.output, HasSubstr("12 tests, 0 of them bad"));
}

TEST_F(shards, C85_with_another_program_are_refused) {
  make_tree("newer", test_count);
  write_program("newer", "echo other >>ran_$1");
  ASSERT_EQ(run_shard("1/2").exit_code, 0);
  ASSERT_EQ(run_shard("2/2", "newer").exit_code, 0);
  for (const std::string what : {"", "/r.xml", "/Testing"}) {
    const auto merged = tool({"merge", "--allow-missing", "build" + what,
                              "newer" + what, "--into", "all"});
    EXPECT_EQ(merged.exit_code, 1);
    EXPECT_THAT(merged.output, AllOf(HasSubstr("the tests of different builds"),
                                     HasSubstr("shard 2/2 of the build"),
                                     HasSubstr("nothing was written")));
  }
}

TEST_F(shards, C85_with_another_times_file_are_refused) {
  for (const auto& [number, ms] : {std::pair("1/2", "1 7"), {"2/2", "1 8"}}) {
    const std::string file = (folder_ / ("times_" + std::string(ms))).string();
    std::ofstream(file) << "gone " << ms << "\n";
    ASSERT_EQ(run_shard(number, "build", {"--times", file}).exit_code, 0);
    take_results("build", std::string("of_") + number[0]);
  }
  const auto merged = tool({"merge", "of_1", "of_2"});
  EXPECT_EQ(merged.exit_code, 1);
  EXPECT_THAT(merged.output, HasSubstr("planned with different times"));
}

TEST_F(shards, C85_with_every_kind_of_ending_are_complete) {
  std::ofstream list(folder_ / "build/CTestTestfile.cmake", std::ios::app);
  // The second attempt of a flaky test passes.
  write_program("build",
                "echo x >>ran_$1; case $1 in flaky*) test "
                "$(wc -l <ran_$1) -gt 1;; skip) exit 4;; fail) "
                "exit 1;; esac");
  for (const char* name : {"flaky1", "flaky2", "skip", "fail", "off"}) {
    list << "add_test(" << name << " \"" << (folder_ / "build/check").string()
         << "\" " << name << ")\n";
  }
  list << "add_test(absent /no/such/program)\n"
       << "set_tests_properties(skip PROPERTIES SKIP_RETURN_CODE 4)\n"
       << "set_tests_properties(off PROPERTIES DISABLED true)\n";
  list.close();
  for (const char* number : {"1/2", "2/2"}) {
    (void)run_shard(number, "build", {"--by", "slice"}, {"--retries", "1"});
    take_results("build", std::string("of_") + number[0]);
  }
  EXPECT_EQ(read("build/ran_flaky1") + read("build/ran_flaky2"),
            "x\nx\nx\nx\n");
  const auto merged = tool({"merge", "of_1", "of_2", "--into", "all"});
  EXPECT_EQ(merged.exit_code, 0) << merged.output;
  EXPECT_THAT(merged.output, HasSubstr("18 tests, 2 of them bad"));
}

TEST_F(shards, C67_auto_takes_what_the_system_says) {
  for (const char* index : {"0", "1"}) {
    const auto ended =
        tool({"shard", "auto", "build", "--run", "--", "-j2"},
             {{"CIRCLE_NODE_INDEX", index}, {"CIRCLE_NODE_TOTAL", "2"}});
    ASSERT_EQ(ended.exit_code, 0) << ended.output;
    EXPECT_THAT(ended.output,
                HasSubstr("/2 according to CircleCI (CIRCLE_NODE_INDEX="));
  }
  EXPECT_TRUE(ran_each_once("build"));
  const auto both =
      tool({"shard", "auto", "build", "--run"}, {{"CIRCLE_NODE_INDEX", "0"},
                                                 {"CIRCLE_NODE_TOTAL", "2"},
                                                 {"CI_NODE_INDEX", "2"},
                                                 {"CI_NODE_TOTAL", "2"}});
  EXPECT_EQ(both.exit_code, 2);
  EXPECT_THAT(both.output, AllOf(HasSubstr("GitLab (CI_NODE_INDEX=2"),
                                 HasSubstr("CircleCI (CIRCLE_NODE_INDEX=0")));
  EXPECT_TRUE(ran_each_once("build"));
}

TEST_F(shards, C85_that_are_missing_or_there_twice_are_refused) {
  for (const char* number : {"1/3", "2/3", "3/3"}) {
    ASSERT_EQ(run_shard(number, "build", {"--by", "hash"}).exit_code, 0);
    take_results("build", std::string("of_") + number[0]);
  }
  const auto missing = tool({"merge", "of_1", "of_3"});
  EXPECT_EQ(missing.exit_code, 1);
  EXPECT_THAT(missing.output, AllOf(HasSubstr("shard 2/3 is missing"),
                                    HasSubstr("ran in no shard: test #")));
  fs::copy(folder_ / "of_3", folder_ / "copy", fs::copy_options::recursive);
  const auto twice = tool({"merge", "of_1", "of_2", "of_3", "copy"});
  EXPECT_EQ(twice.exit_code, 1);
  EXPECT_THAT(twice.output, HasSubstr("shard 3/3 occurs twice"));
  const auto part =
      tool({"merge", "--allow-missing", "of_1", "of_3", "--into", "some"});
  EXPECT_EQ(part.exit_code, 0) << part.output;
  EXPECT_THAT(part.output, HasSubstr("shard 2/3 is missing"));
  // Joined in two steps they are complete.
  EXPECT_EQ(tool({"merge", "some", "--into", "all"}).exit_code, 1);
  const auto all = tool({"merge", "some", "of_2", "--into", "all"});
  EXPECT_EQ(all.exit_code, 0) << all.output;
  EXPECT_THAT(all.output, HasSubstr("12 tests, 0 of them bad"));
}

TEST_F(shards, C85_that_did_not_come_to_their_end_are_refused) {
  ASSERT_EQ(run_shard("1/2", "build", {"--by", "slice"}).exit_code, 0);
  take_results("build", "of_1");
  ASSERT_EQ(run_shard("2/2", "build", {"--by", "slice"}).exit_code, 0);
  take_results("build", "of_2");
  std::string log;
  for (const auto& each :
       fs::recursive_directory_iterator(folder_ / "of_2/runs")) {
    if (each.path().filename() == "events.ndjson") log = each.path().string();
  }
  std::string text = support::read_file(log);
  const std::size_t at = text.rfind("{\"v\":2,\"event\":\"ctest_finish\"");
  ASSERT_NE(at, std::string::npos);
  std::ofstream(log) << text.substr(0, at);
  const auto merged = tool({"merge", "of_1/runs", "of_2/runs"});
  EXPECT_EQ(merged.exit_code, 1);
  EXPECT_THAT(merged.output, HasSubstr("did not finish test #"));
}

TEST_F(shards, C85_without_tests_may_be_missing) {
  make_tree("few", 2);
  for (const char* number : {"1/3", "2/3", "3/3"}) {
    ASSERT_EQ(run_shard(number, "few", {"--by", "slice"}).exit_code, 0);
    if (number[0] != '3') {
      take_results("few", std::string("of_") + number[0]);
    }
  }
  EXPECT_EQ(tool({"merge", "of_1", "of_2"}).exit_code, 0);
  EXPECT_EQ(tool({"merge", "of_1", "of_2", "few/r.xml"}).exit_code, 0);
  EXPECT_EQ(tool({"merge", "of_1", "few/r.xml"}).exit_code, 1);
}

}  // namespace
}  // namespace parallel_testing::tool_test
