// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/report/history.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "base/json.hpp"
#include "commands/commands.hpp"
#include "tools/cli/run_command.hpp"

namespace parallel_testing::report_command {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

struct history_command : testing::Test {
  const fs::path build = fs::path(testing::TempDir()) / "build";
  const fs::path file = fs::path(testing::TempDir()) / "cache" / "h.ndjson";

  void SetUp() override {
    ::setenv("PARALLEL_TESTING_HISTORY", file.c_str(), 1);
    fs::create_directories(build);
    fs::create_directories(file.parent_path());
  }

  static cli_test::command_result history(const fs::path& of,
                                          std::vector<std::string> more = {}) {
    std::vector<std::string> arguments{of.string(), "--history"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return cli_test::run_command(run, std::move(arguments), {});
  }
};

TEST_F(history_command, C99_shows_a_file_that_ci_has_kept) {
  std::ofstream(file)
      << "{\"v\":1,\"runs\":[\"1\",\"2\"],\"starts_ms\":[1,2]}\n"
         "{\"case\":\"a\",\"unit\":\"\",\"last_ms\":2,\"ends\":\"fp\",\"us\":"
         "[5,6]}\n";
  const auto shown = history(build);
  EXPECT_EQ(shown.exit_code, 0) << shown.err;
  EXPECT_THAT(shown.out, HasSubstr("1 case in the last 2 runs"));
  EXPECT_THAT(shown.out, HasSubstr("a: 1 failed, 0 flaky of 2"));
  EXPECT_THAT(shown.err, HasSubstr("tests that never ran are unknown"));
  const auto json =
      nlohmann::json::parse(history(build, {"--format", "json"}).out);
  EXPECT_EQ(json.at("cases").at(0).at("failures"), 1);
}

TEST_F(history_command, C99_adds_runs_that_only_the_event_log_has) {
  const fs::path run = build / "Testing" / "ParallelTesting" / "runs" / "a";
  fs::create_directories(run);
  fs::copy_file(std::string(REPORT_DATA) + "/events.ndjson",
                run / "events.ndjson");
  const auto shown = history(build);
  EXPECT_EQ(shown.exit_code, 0) << shown.err;
  EXPECT_THAT(shown.out, HasSubstr(" in the last run\n"));
  EXPECT_THAT(shown.out, HasSubstr("Orders.Total: 1 failed, 0 flaky of 1"));
  EXPECT_FALSE(fs::exists(file)) << "it only reads";
}

TEST_F(history_command, C99_without_any_run_names_the_file) {
  const auto shown = history(build);
  EXPECT_EQ(shown.exit_code, 4);
  EXPECT_EQ(shown.out, "");
  EXPECT_THAT(shown.err, HasSubstr("no run is known: " + file.string()));
}

TEST_F(history_command, C74_a_damaged_line_is_a_warning_with_the_file) {
  std::ofstream(file)
      << "{\"case\":\"a\",\"unit\":\"\",\"last_ms\":2,\"ends\":\"p\",\"us\":[5]"
         "}\nhalf a li";
  EXPECT_THAT(history(build).err,
              HasSubstr("1 line of " + file.string() + " cannot be read"));
}

}  // namespace
}  // namespace parallel_testing::report_command
