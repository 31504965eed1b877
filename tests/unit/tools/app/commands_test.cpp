// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "app/commands.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

#include "tools/cli/run_command.hpp"

namespace parallel_testing::app {
namespace {

using testing::HasSubstr;

cli_test::command_result run(std::vector<std::string> arguments) {
  return cli_test::run_command(run_program, std::move(arguments));
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

void expect_to_fit_a_screen(const std::string& help) {
  const std::vector<std::string> lines = lines_of(help);
  EXPECT_LE(lines.size(), 24U) << help;
  for (const std::string& line : lines) {
    EXPECT_LE(line.size(), 80U) << line;
  }
}

TEST(program, help_of_the_program_fits_a_screen) {
  const auto result = run({"--help"});
  EXPECT_EQ(result.exit_code, 0);
  expect_to_fit_a_screen(result.out);
}

TEST(program, help_of_each_command_fits_a_screen_and_reports_how_to_get_json) {
  for (const cli::command& each : all_commands()) {
    SCOPED_TRACE(each.name);
    const auto result = run({each.name, "--help"});
    EXPECT_EQ(result.exit_code, 0);
    expect_to_fit_a_screen(result.out);
    EXPECT_THAT(result.out, HasSubstr("--format"));
    EXPECT_EQ(result.err, "");
  }
}

TEST(program, wrong_arguments_of_each_command_are_answered_with_2) {
  for (const cli::command& each : all_commands()) {
    SCOPED_TRACE(each.name);
    const auto result = run({each.name, "--format", "xml"});
    EXPECT_EQ(result.exit_code, 2);
    EXPECT_EQ(result.out, "");
    EXPECT_THAT(result.err, HasSubstr("xml"));
  }
}

TEST(program, each_command_takes_the_build_tree_alone_or_as_ctest_does) {
  const std::string build = testing::TempDir() + "no_build_tree";
  for (std::vector<std::string> start : {std::vector<std::string>{"run"},
                                         {"verify"},
                                         {"suggest"},
                                         {"stress"},
                                         {"audit"},
                                         {"report"},
                                         {"coverage"},
                                         {"clean"},
                                         {"explain", "Orders.Total"},
                                         {"explain", "--locks"},
                                         {"shard", "1/2"}}) {
    SCOPED_TRACE(testing::PrintToString(start));
    const auto with = [&](const std::vector<std::string>& more) {
      std::vector<std::string> all = start;
      all.insert(all.end(), more.begin(), more.end());
      return run(all);
    };
    const auto alone = with({build});
    EXPECT_EQ(alone.exit_code, 3);
    EXPECT_THAT(alone.out + alone.err, HasSubstr(build));
    for (const auto& more : {std::vector<std::string>{"--test-dir", build},
                             {"--test-dir=" + build}}) {
      const auto named = with(more);
      EXPECT_EQ(named.exit_code, alone.exit_code);
      EXPECT_EQ(named.out, alone.out);
      EXPECT_EQ(named.err, alone.err);
    }
  }
}

TEST(program, an_unknown_command_suggests_the_nearest) {
  const auto result = run({"audti"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_EQ(result.err,
            "parallel-testing: there is no command 'audti', did you mean "
            "'audit'?\n");
}

TEST(program, without_a_command_prints_help_as_an_error) {
  const auto result = run({});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_EQ(result.out, "");
  EXPECT_THAT(result.err, HasSubstr("audit"));
}

TEST(program, prints_its_version) {
  const auto result = run({"--version"});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.out, testing::MatchesRegex(
                              "parallel-testing [0-9]+\\.[0-9]+\\.[0-9]+\n"));
}

}  // namespace
}  // namespace parallel_testing::app
