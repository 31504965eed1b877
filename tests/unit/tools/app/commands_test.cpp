// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "app/commands.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

#include "app/on_demand/library.hpp"
#include "cli/command.hpp"
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

/// The options at the start of the lines of a help.
std::vector<std::string> options_listed_in(const std::string& help) {
  std::vector<std::string> names;
  for (const std::string& line : lines_of(help)) {
    if (!line.starts_with("  ") || line.starts_with("    ")) {
      continue;
    }
    std::istringstream words(line.substr(0, line.find_first_of("{ ", 2)));
    for (std::string name; std::getline(words >> std::ws, name, ',');) {
      if (name.starts_with('-')) {
        names.push_back(name);
      }
    }
  }
  return names;
}

TEST(program, completions_know_the_options_of_each_help) {
  const std::string bash = run({"--completion", "bash"}).out;
  for (const cli::command& each : all_commands()) {
    SCOPED_TRACE(each.name);
    const auto listed = options_listed_in(run({each.name, "--help"}).out);
    ASSERT_GE(listed.size(), 2U);
    std::string joined;
    for (const std::string& name : listed) {
      joined += name + " ";
    }
    EXPECT_THAT(bash, HasSubstr(std::string("\n    ") + each.name +
                                ")\n      options='" + joined + "--help'\n"));
    const auto page = run({"--man", each.name});
    EXPECT_EQ(page.exit_code, 0);
    for (std::string name : listed) {
      for (std::size_t at = 0; (at = name.find('-', at)) != std::string::npos;
           at += 2) {
        name.insert(at, 1, '\\');
      }
      EXPECT_THAT(page.out, HasSubstr("\\fB" + name + "\\fR"));
    }
  }
}

TEST(program, a_completion_of_an_unknown_shell_is_a_wrong_usage) {
  for (const auto& [more, expected] :
       {std::pair<std::vector<std::string>, std::string>{{}, "bash, zsh, fish"},
        {{"tcsh"}, "bash, zsh, fish, not 'tcsh'"}}) {
    std::vector<std::string> arguments{"--completion"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const auto result = run(arguments);
    EXPECT_EQ(result.exit_code, 2);
    EXPECT_EQ(result.out, "");
    EXPECT_EQ(result.err, "parallel-testing: --completion requires one of " +
                              expected + "\n");
  }
}

TEST(program, a_manual_page_of_an_unknown_command_suggests_the_nearest) {
  const auto result = run({"--man", "audti"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, HasSubstr("did you mean 'audit'?"));
  EXPECT_THAT(run({"--man"}).out, HasSubstr("parallel\\-testing\\-audit"));
}

TEST(program, prints_its_version) {
  const auto result = run({"--version"});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.out, testing::MatchesRegex(
                              "parallel-testing [0-9]+\\.[0-9]+\\.[0-9]+\n"));
}

TEST(library_on_demand, that_is_missing_is_named) {
  library_on_demand missing("libnone.so.1");
  try {
    (void)missing.function<void()>("anything");
    FAIL() << "a function of no library";
  } catch (const cli::failure& problem) {
    EXPECT_EQ(problem.exit_code(), cli::exit_environment);
    EXPECT_THAT(problem.what(), HasSubstr("requires the library libnone.so.1"));
  }
}

}  // namespace
}  // namespace parallel_testing::app
