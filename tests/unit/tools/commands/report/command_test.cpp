// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "base/json.hpp"
#include "commands/commands.hpp"
#include "support/golden.hpp"
#include "tools/cli/run_command.hpp"

namespace parallel_testing::report_command {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

const std::string report_data = REPORT_DATA;
const std::string log = report_data + "/events.ndjson";

cli_test::command_result report(std::vector<std::string> arguments,
                                const cli::terminal& screen = {}) {
  return cli_test::run_command(run, std::move(arguments), screen);
}

std::string read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// A build tree with runs of these ids, the last one latest.
fs::path build_with_runs(const std::vector<std::string>& ids) {
  const fs::path build =
      fs::path(testing::TempDir()) /
      testing::UnitTest::GetInstance()->current_test_info()->name();
  auto when = fs::file_time_type::clock::now() - std::chrono::hours(1);
  for (const std::string& id : ids) {
    const fs::path run = build / "Testing" / "ParallelTesting" / "runs" / id;
    fs::create_directories(run);
    fs::copy_file(log, run / "events.ndjson");
    fs::last_write_time(run / "events.ndjson", when += std::chrono::minutes(1));
  }
  return build;
}

void expect_golden(const std::string& name,
                   const cli_test::command_result& result) {
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_EQ(result.err, "");
  support::expect_golden(report_data + "/" + name, result.out);
}

TEST(report, prints_a_run_on_a_terminal_in_colours) {
  expect_golden("terminal.txt", report({log}, {80, cli::colour::always}));
}

TEST(report, prints_a_run_without_colours_in_a_pipe) {
  expect_golden("plain.txt", report({log, "--durations", "2"}));
}

TEST(report, writes_markdown_for_a_job_summary) {
  expect_golden("summary.md", report({log, "--markdown"}));
}

TEST(report, writes_a_trace_for_perfetto) {
  const auto result = report({log, "--trace"});
  expect_golden("trace.json", result);
  const auto trace = nlohmann::json::parse(result.out);
  EXPECT_GT(trace.at("traceEvents").size(), 15U);
}

TEST(report, writes_json_for_programs) {
  expect_golden("run.json", report({log, "--json"}));
  EXPECT_EQ(report({log, "--format", "json"}).out,
            read(report_data + "/run.json"));
}

TEST(report, C70_rebuilds_a_junit_file_from_the_events) {
  expect_golden("junit.xml", report({log, "--junit"}));
}

TEST(report, writes_a_page_that_needs_no_network) {
  const auto result = report({log, "--html"});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.out, HasSubstr("<!DOCTYPE html>"));
  EXPECT_THAT(result.out, HasSubstr("default-src 'none'"));
  for (const char* each : {"http:", "https:", "src=", "href=", "@import"}) {
    EXPECT_THAT(result.out, Not(HasSubstr(each)));
  }
}

TEST(report, takes_a_build_directory_for_its_latest_run) {
  const fs::path build = build_with_runs({"a", "c", "b"});
  const auto runs = build / "Testing" / "ParallelTesting" / "runs";
  fs::remove(runs / "b" / "events.ndjson");
  std::ofstream(runs / "b" / "events.ndjson");
  const auto result = report({build.string()});
  EXPECT_EQ(result.exit_code, 4) << result.err;
  EXPECT_EQ(report({(runs / "a").string()}).out, report({log}).out);
  EXPECT_EQ(report({(runs / "a").string() + "/"}).out, report({log}).out);
}

TEST(report, shows_the_runs_before_this_one) {
  const fs::path build = build_with_runs({"a", "b", "c"});
  const auto page = [&](std::vector<std::string> arguments) {
    arguments.push_back("--html");
    const std::string text = report(std::move(arguments)).out;
    const std::string mark = "id=\"data\">";
    const std::size_t begin = text.find(mark) + mark.size();
    return nlohmann::json::parse(
        text.substr(begin, text.find("</script>", begin) - begin));
  };
  EXPECT_EQ(page({build.string()}).at("history").size(), 2U);
  EXPECT_EQ(page({build.string(), "--past", "1"}).at("past").size(), 1U);
  EXPECT_THAT(page({log}).at("history"), IsEmpty());
}

TEST(report, page_has_the_command_to_repeat_a_test_of_a_build_tree) {
  const fs::path build = build_with_runs({"a"});
  std::ofstream(build / "CMakeCache.txt")
      << "CMAKE_CONFIGURATION_TYPES:STRING=Debug;Release\n";
  std::ifstream events(log);
  std::string text{std::istreambuf_iterator<char>(events), {}};
  text = support::with(text, "\"build\":\"/b\"",
                       "\"build\":\"" + build.string() + "\"");
  text = support::with(text, "/b/orders_test",
                       build.string() + "/Release/orders_test");
  std::ofstream(build / "Testing/ParallelTesting/runs/a/events.ndjson") << text;
  EXPECT_THAT(report({build.string(), "--html"}).out,
              HasSubstr("ctest --test-dir " + build.string() +
                        " -C Release --output-on-failure -R "));
}

TEST(report, writes_several_files_at_once) {
  const fs::path folder = testing::TempDir();
  const auto html = (folder / "r.html").string();
  const auto markdown = (folder / "r.md").string();
  const auto result = report({log, "--html=" + html, "--markdown=" + markdown});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_EQ(result.out, "");
  EXPECT_THAT(read(html), HasSubstr("<!DOCTYPE html>"));
  EXPECT_EQ(read(markdown), read(report_data + "/summary.md"));
}

TEST(report, a_file_is_named_after_an_equals_sign_or_a_blank) {
  const fs::path folder = testing::TempDir();
  for (const auto& [option, golden] : {std::pair{"--json", "run.json"},
                                       {"--junit", "junit.xml"},
                                       {"--markdown", "summary.md"},
                                       {"--trace", "trace.json"}}) {
    const std::string file = (folder / golden).string();
    for (const std::vector<std::string>& form :
         {std::vector<std::string>{log, option, file},
          {option, file, log},
          {log, std::string(option) + "=" + file}}) {
      fs::remove(file);
      EXPECT_EQ(report(form).out, "") << option;
      EXPECT_EQ(read(file), read(report_data + "/" + golden)) << option;
    }
  }
}

TEST(report, the_file_of_a_page_follows_an_equals_sign_or_a_blank) {
  const std::string file = (fs::path(testing::TempDir()) / "p.html").string();
  for (const std::vector<std::string>& form :
       {std::vector<std::string>{log, "--html", file},
        {"--html", file, log},
        {log, "--html=" + file}}) {
    fs::remove(file);
    EXPECT_EQ(report(form).out, "");
    EXPECT_THAT(read(file), HasSubstr("<!DOCTYPE html>"));
  }
}

TEST(report, a_run_is_never_taken_for_the_file_of_a_report) {
  EXPECT_EQ(report({"--json", log}).out, report({log, "--json"}).out);
  for (const std::string& given : {log, report_data}) {
    try {
      (void)report({log, "--html", given});
      FAIL();
    } catch (const cli::failure& problem) {
      EXPECT_EQ(problem.exit_code(), 2);
      EXPECT_THAT(problem.what(), HasSubstr("'" + given + "'"));
      EXPECT_THAT(problem.what(), HasSubstr("--html report.html"));
    }
  }
}

TEST(report, a_page_on_a_terminal_goes_to_a_file_that_is_named) {
  const fs::path build = build_with_runs({"a"});
  const fs::path run = build / "Testing" / "ParallelTesting" / "runs" / "a";
  const cli::terminal screen{80, cli::colour::never};
  for (const auto& [option, name] :
       {std::pair{"--html", "report.html"}, {"--trace", "trace.json"}}) {
    const auto result = report({build.string(), option}, screen);
    EXPECT_EQ(result.out, "wrote " + (run / name).string() + "\n");
    EXPECT_GT(fs::file_size(run / name), 1000U);
  }
  EXPECT_THAT(report({build.string(), "--json"}, screen).out,
              testing::StartsWith("{"));
}

TEST(report, C96_a_run_of_plain_ctest_shows_where_a_test_crashed) {
  const fs::path build = build_with_runs({"r1"});
  const fs::path run = build / "Testing/ParallelTesting/runs/r1";
  std::ofstream events(run / "events.ndjson");
  std::istringstream lines(read(log));
  for (std::string line; std::getline(lines, line);) {
    if (line.find("\"event\":\"run_") == line.npos &&
        line.find("\"event\":\"ctest_") == line.npos) {
      events << line << "\n";
    }
  }
  events.close();
  std::ofstream(run / "stacks.ndjson")
      << R"({"v":1,"test":"Orders.Crash","text":"parallel-testing: )"
         R"('Orders.Crash' crashed with SIGSEGV:\n  read with libdw:\n)"
         R"(  process 1: x\n    thread 1 'x':\n      #0 take() at )"
         R"(/src/take.cpp:7\n"})"
      << "\n";
  const std::string place = "in take() at /src/take.cpp:7";
  EXPECT_THAT(report({build}).out,
              AllOf(HasSubstr(place), Not(HasSubstr("::error"))));
  EXPECT_THAT(report({build, "--html=-"}).out, HasSubstr(place));
  EXPECT_THAT(report({build, "--junit=-"}).out,
              AllOf(HasSubstr(place), HasSubstr("<system-err>")));
  ::setenv("GITHUB_ACTIONS", "true", 1);
  const std::string annotated = report({build}).out;
  ::unsetenv("GITHUB_ACTIONS");
  EXPECT_THAT(annotated, HasSubstr("::error file=/src/take.cpp,line=7,"));
}

TEST(report, the_build_directory_may_be_named_as_in_ctest) {
  const fs::path build = build_with_runs({"a"});
  EXPECT_EQ(report({"--test-dir", build.string()}).out,
            report({build.string()}).out);
}

TEST(report, standard_output_takes_only_one) {
  try {
    (void)report({log, "--html", "--json"});
    FAIL();
  } catch (const cli::failure& problem) {
    EXPECT_EQ(problem.exit_code(), 2);
    EXPECT_THAT(problem.what(), HasSubstr("--html=report.html"));
  }
}

TEST(report, a_file_that_cannot_be_written_is_an_error_that_names_it) {
  try {
    (void)report({log, "--html=/nowhere/r.html"});
    FAIL();
  } catch (const cli::failure& problem) {
    EXPECT_EQ(problem.exit_code(), 3);
    EXPECT_STREQ(problem.what(),
                 "cannot write '/nowhere/r.html': No such file or directory; "
                 "check free disk space and permissions");
  }
}

TEST(report, a_directory_without_runs_is_an_error_that_reports_what_to_give) {
  try {
    (void)report({testing::TempDir()});
    FAIL();
  } catch (const cli::failure& problem) {
    EXPECT_EQ(problem.exit_code(), 3);
    EXPECT_THAT(problem.what(), HasSubstr("pass a build directory"));
  }
}

TEST(report, a_log_that_is_missing_is_an_error) {
  const auto result = report({"/nowhere/events.ndjson"});
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_THAT(result.err, HasSubstr("/nowhere/events.ndjson"));
}

}  // namespace
}  // namespace parallel_testing::report_command
