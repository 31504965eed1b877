// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "expected_outcomes.hpp"
#include "support/process.hpp"
#include "tool_run.hpp"

namespace parallel_testing::tool_test {
namespace {

using nlohmann::json;
using support::finished_process;
using testing::AllOf;
using testing::HasSubstr;

constexpr const char* presets = R"({
  "version": 6,
  "configurePresets": [
    {"name": "there", "generator": "Ninja", "binaryDir": "BUILD"}
  ],
  "testPresets": [
    {
      "name": "some",
      "configurePreset": "there",
      "filter": {
        "include": {"name": "^(plain|launched)\\."},
        "exclude": {"label": "hang"}
      }
    }
  ]
})";

/// Starts the tool where only the presets are, and they say the rest. What
/// failed last is one file of a directory that ctest works in, so each test has
/// one of its own in the build tree, with all tests of it.
class presets_test : public testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::create_directories(source_);
    std::filesystem::create_directories(place_);
    std::ofstream(place_ + "/CTestTestfile.cmake")
        << "subdirs([==[" << run_.box().build_directory() << "]==])\n";
    std::string text = presets;
    text.replace(text.find("BUILD"), 5, place_);
    std::ofstream(source_ + "/CMakePresets.json") << text;
  }

  void TearDown() override { std::filesystem::remove_all(place_); }

  finished_process tool(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"env", "-C", source_, TESTED_TOOL});
    return run_.box().run(arguments);
  }

  json as_json(std::vector<std::string> arguments) {
    arguments.insert(arguments.end(),
                     {"--format", "json", "--ctest", TESTED_CTEST});
    return json_in(tool(std::move(arguments)).output);
  }

  /// Of the tests that the preset has.
  static outcomes expected(retried how) {
    outcomes result = expected_outcomes(how);
    std::erase_if(result, [](const auto& each) {
      return !each.first.starts_with("plain.") &&
             !each.first.starts_with("launched.");
    });
    return result;
  }

 private:
  tool_run run_;
  std::string source_ = run_.box().path("source");
  std::string place_ =
      run_.box().build_directory() + "/presets_" + std::to_string(::getpid());
};

TEST_F(presets_test, run_runs_what_they_select_and_retries_it) {
  const json result =
      as_json({"run", "-j4", "--preset", "some", "--retries", "1"});
  EXPECT_EQ(outcomes_in(result), expected(retried::once));
}

TEST_F(presets_test, run_repeats_of_them_what_failed_last) {
  (void)tool({"run", "-j4", "--preset", "some", "--ctest", TESTED_CTEST});
  const json result =
      as_json({"run", "-j4", "--preset", "some", "--last-failed"});
  outcomes failed = expected(retried::never);
  std::erase_if(failed, [](const auto& each) {
    return each.second == "pass" || each.second == "skip";
  });
  failed["plain.second_time"] = "pass";
  EXPECT_EQ(outcomes_in(result), failed);
}

TEST_F(presets_test, C67_their_shards_are_disjoint_and_complete) {
  outcomes seen;
  for (const char* shard : {"1/2", "2/2"}) {
    SCOPED_TRACE(shard);
    const json result = as_json({"shard", shard, "--by", "slice", "--run", "--",
                                 "--preset", "some", "-j4", "--retries", "1"});
    for (const auto& [name, outcome] : outcomes_in(result)) {
      const bool is_new = seen.emplace(name, outcome).second;
      EXPECT_TRUE(is_new || name == "plain.setup") << name;
    }
  }
  EXPECT_EQ(seen, expected(retried::once));
}

TEST_F(presets_test, C67_shards_are_of_their_tests_only) {
  const finished_process all =
      tool({"shard", "1/1", "--", "--preset=some", "-R", "\\.pass"});
  EXPECT_EQ(all.exit_code, 0);
  EXPECT_THAT(all.output,
              AllOf(HasSubstr("launched.pass\n"), HasSubstr("plain.pass\n"),
                    HasSubstr("2 of 2 tests")));
}

TEST_F(presets_test, shard_reports_when_there_is_none_of_that_name) {
  const finished_process none = tool({"shard", "1/1", "--", "--preset=soem"});
  EXPECT_EQ(none.exit_code, 3);
  EXPECT_THAT(none.output, HasSubstr("No such test preset"));
}

}  // namespace
}  // namespace parallel_testing::tool_test
