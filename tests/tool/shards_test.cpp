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
    std::ofstream list(build / "CTestTestfile.cmake");
    std::ofstream costs(build / "Testing/Temporary/CTestCostData.txt");
    for (int at = 1; at <= tests; ++at) {
      list << "add_test(t" << at << " /bin/sh -c \"echo x >>ran_" << at
           << "\")\n";
      costs << "t" << at << " 1 " << at << "\n";
    }
  }

  [[nodiscard]] support::finished_process tool(
      std::vector<std::string> arguments) const {
    support::command started;
    arguments.insert(arguments.begin(), TESTED_TOOL);
    started.arguments = std::move(arguments);
    started.directory = folder_.string();
    return support::run(started);
  }

  /// Its JUnit file is <name>/r.xml, its log below <name>/Testing.
  [[nodiscard]] support::finished_process run_shard(
      const std::string& number, const std::string& name = "build",
      const std::vector<std::string>& more = {}) const {
    std::vector<std::string> arguments{"shard", number, "--test-dir", name,
                                       "--run"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    arguments.insert(arguments.end(), {"--", "-j2", "--output-junit",
                                       (folder_ / name / "r.xml").string()});
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
  EXPECT_THAT(merged.output, AllOf(HasSubstr("different builds, times"),
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

TEST_F(shards, C85_that_are_missing_or_there_twice_are_refused) {
  for (const char* number : {"1/3", "2/3", "3/3"}) {
    ASSERT_EQ(run_shard(number, "build", {"--by", "hash"}).exit_code, 0);
    take_results("build", std::string("of_") + number[0]);
  }
  const auto missing = tool({"merge", "of_1", "of_3"});
  EXPECT_EQ(missing.exit_code, 1);
  EXPECT_THAT(missing.output, HasSubstr("shard 2/3 is missing"));
  fs::copy(folder_ / "of_3", folder_ / "copy", fs::copy_options::recursive);
  const auto twice = tool({"merge", "of_1", "of_2", "of_3", "copy"});
  EXPECT_EQ(twice.exit_code, 1);
  EXPECT_THAT(twice.output, HasSubstr("shard 3/3 occurs twice"));
  const auto part = tool({"merge", "--part", "of_1", "of_3", "--into", "some"});
  EXPECT_EQ(part.exit_code, 0) << part.output;
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
