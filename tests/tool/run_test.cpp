// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <ostream>
#include <parallel_testing/gtest.hpp>
#include <pugixml.hpp>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

#include "expected_outcomes.hpp"
#include "io/run_result.hpp"
#include "support/files.hpp"
#include "support/sandbox.hpp"
#include "tool_run.hpp"

namespace parallel_testing::tool_test {
namespace {

using nlohmann::json;
using support::finished_process;
using testing::AllOf;
using testing::ContainsRegex;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::UnorderedElementsAre;

/// Times differ from run to run, and so do directories.
std::string masked(std::string text) {
  const std::regex times("[0-9]+\\.[0-9][0-9] s");
  const std::regex workers("\\[gw[0-9]+\\]");
  const std::regex figures("[0-9]+\\.[0-9] times|[0-9]+ %|[0-9]+ MiB");
  text = std::regex_replace(text, times, "T s");
  text = std::regex_replace(text, workers, "[gwN]");
  text = std::regex_replace(text, figures, "N");
  const std::string build = OUTCOMES_BUILD;
  for (std::size_t at = 0; (at = text.find(build)) != std::string::npos;) {
    text.replace(at, build.size(), "<build>");
  }
  return text;
}

/// The ctest of the build, and others that are given to it.
std::vector<std::string> tested_ctests() {
  std::vector<std::string> paths{TESTED_CTEST};
  std::istringstream others(OTHER_CTESTS);
  for (std::string path; std::getline(others, path, ':');) {
    paths.push_back(path);
  }
  return paths;
}

TEST(run, C08_C32_every_version_of_ctest_is_understood) {
  for (const std::string& ctest : tested_ctests()) {
    SCOPED_TRACE(ctest);
    tool_run run;
    const json result = run.as_json(
        {"-j4", "-LE", not_hanging, "--retries", "1", "--ctest", ctest});
    EXPECT_EQ(outcomes_in(result), expected_outcomes(retried::once));
  }
}

TEST(run, C08_C32_every_kind_of_end_is_reported_as_the_table_says) {
  tool_run run;
  const json result = run.as_json({"-j4", "-LE", not_hanging});
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_EQ(outcomes_in(result), expected_outcomes(retried::never));
  EXPECT_THAT(test_in(result, "Outcomes.Fails")
                  .at("attempts")
                  .at(0)
                  .at("message")
                  .get<std::string>(),
              HasSubstr("numbers differ"));
  EXPECT_THAT(test_in(result, "Outcomes.Skips")
                  .at("attempts")
                  .at(0)
                  .at("message")
                  .get<std::string>(),
              HasSubstr("no server here"));
  EXPECT_THAT(test_in(result, "Outcomes.Crashes")
                  .at("attempts")
                  .at(0)
                  .at("message")
                  .get<std::string>(),
              HasSubstr("SIGSEGV"));
  EXPECT_THAT(test_in(result, "Outcomes.Passes").at("file").get<std::string>(),
              HasSubstr("outcomes_test.cpp"));
}

TEST(run, C39_what_fails_is_run_again_and_shown_as_flaky) {
  tool_run run;
  const json result =
      run.as_json({"-j4", "-LE", not_hanging, "--retries", "1"});
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_EQ(outcomes_in(result), expected_outcomes(retried::once));
  std::vector<std::string> flaky;
  for (const json& test : result.at("tests")) {
    if (test.at("flaky")) flaky.push_back(name_of(test));
  }
  EXPECT_THAT(
      flaky, UnorderedElementsAre("Outcomes.PassesTheSecondTime",
                                  "Outcomes.IsMarkedFlaky", "plain.second_time",
                                  "plain.marked_flaky"));
  EXPECT_THAT(test_in(result, "Outcomes.Crashes").at("attempts"), SizeIs(2));
  EXPECT_THAT(test_in(result, "Outcomes.Passes").at("attempts"), SizeIs(1));
}

TEST(run, C39_a_flaky_test_fails_the_run_when_asked_to) {
  tool_run lenient;
  EXPECT_EQ(lenient({"-R", "IsMarkedFlaky"}).exit_code, 0);
  tool_run strict;
  EXPECT_EQ(strict({"-R", "IsMarkedFlaky", "--fail-on-flaky"}).exit_code, 1);
}

TEST(run, C69_a_process_that_a_test_leaves_behind_is_named) {
  tool_run run;
  const json result = run.as_json({"-R", "Outcomes.(Leaks|Passes)$"});
  const std::vector<std::string> left =
      test_in(result, "Outcomes.Leaks").at("left_behind");
  EXPECT_THAT(left, ElementsAre("outcomes_test"));
  EXPECT_THAT(test_in(result, "Outcomes.Passes").at("left_behind"), SizeIs(0));
  // What the test was about is over.
  const io::event_log log = io::load_event_logs({run.events()});
  for (const io::event& each : log.events) {
    if (const auto* process = std::get_if<io::ctest_left>(&each.body)) {
      ::kill(static_cast<pid_t>(process->process), SIGKILL);
    }
  }
}

TEST(run, C69_what_the_launcher_saw_is_in_the_results) {
  tool_run run;
  const std::string junit = run.box().path("r.xml");
  const json result =
      run.as_json({"-R", "^(launched|Supervised)", "--output-junit", junit});
  for (const char* name :
       {"launched.leak", "launched.leak_with_warning", "Supervised.Leaks"}) {
    EXPECT_THAT(test_in(result, name).at("left_behind"), SizeIs(1)) << name;
  }
  EXPECT_EQ(test_in(result, "launched.leak").at("left_behind").at(0), "sleep");
  const json attempt = test_in(result, "launched.pass").at("attempts").at(0);
  EXPECT_THAT(attempt.at("worker").get<std::string>(),
              testing::MatchesRegex("gw[0-9]+"));
  EXPECT_GT(attempt.at("max_rss_kib"), 0);
  EXPECT_THAT(
      support::read_file(junit),
      HasSubstr("<failure message=\"left behind: sleep\" type=\"leak\">"));
  EXPECT_EQ(result.at("summary").at("leaked"), 2);
  EXPECT_EQ(result.at("summary").at("left_behind"), 1);
}

TEST(run, C69_leaks_are_told_when_they_happen_and_in_the_summary) {
  tool_run run;
  const finished_process ended = run({"-j1", "-R", "^launched.leak"});
  EXPECT_EQ(ended.exit_code, 1);
  EXPECT_THAT(
      masked(ended.output),
      AllOf(HasSubstr("LEAKED  launched.leak (T s): left behind: sleep\n"),
            HasSubstr("PASSED  launched.leak_with_warning (T s): "
                      "left behind: sleep\n"),
            HasSubstr("1 leaked, 1 passed, 1 of them left processes behind")));
}

TEST(run, wrong_options_are_answered_with_2) {
  tool_run run;
  EXPECT_EQ(run({"--maxfial", "2"}).exit_code, 2);
  EXPECT_EQ(run({"-j", "many"}).exit_code, 2);
  EXPECT_EQ(run({"--shuffle=x"}).exit_code, 2);
}

TEST(run, lines_and_summary_are_what_people_read) {
  tool_run run;
  const finished_process ended =
      run({"-j", "1", "-R", "Outcomes.(Passes|Skips|Crashes)$"});
  EXPECT_EQ(ended.exit_code, 1);
  EXPECT_THAT(
      masked(ended.output),
      AllOf(HasSubstr("outcomes: 1 worker (-j 1) in <build>\n"),
            HasSubstr("PASSED  Outcomes.Passes (T s)\n"),
            HasSubstr("SKIPPED Outcomes.Skips (T s): Skipped\n"),
            HasSubstr("CRASHED Outcomes.Crashes (T s): SegFault, SIGSEGV\n"
                      "----- output of Outcomes.Crashes\n"),
            HasSubstr("crash Outcomes.Crashes "),
            HasSubstr("\n1 crashed, 1 passed, 1 skipped in T s\n"
                      "T s of tests, N as fast as one by one, N of 1 worker\n"
                      "held back by: longest test Outcomes."),
            HasSubstr("peak memory: N (Outcomes.")));
  EXPECT_THAT(ended.output, ContainsRegex("\\[gw[0-9]+\\] \\[100%\\]"));
}

TEST(run, junit_has_file_line_worker_markers_and_attempts) {
  tool_run run;
  const std::string path = run.box().path("r.xml");
  run({"-j4", "-LE", not_hanging, "--retries", "1", "--output-junit", path});
  pugi::xml_document document;
  ASSERT_TRUE(document.load_file(path.c_str()));
  outcomes seen;
  for (const auto suite : document.child("testsuites").children("testsuite")) {
    for (const auto node : suite.children("testcase")) {
      const std::string unit = node.attribute("classname").value();
      const std::string name = node.attribute("name").value();
      const auto bad =
          node.child("failure") ? node.child("failure") : node.child("error");
      seen[(unit == "Grouped" ? unit + "/" : "") + name] =
          node.child("skipped") ? "skip"
          : bad                 ? bad.attribute("type").value()
                                : "pass";
    }
  }
  EXPECT_EQ(seen, expected_outcomes(retried::once));
  const auto find = [&](const char* name) {
    return document.find_node([&](const pugi::xml_node& node) {
      return std::string(node.attribute("name").value()) == name &&
             std::string(node.name()) == "testcase";
    });
  };
  const pugi::xml_node locked = find("Outcomes.WaitsForALock");
  EXPECT_THAT(locked.attribute("file").value(), HasSubstr("outcomes_test.cpp"));
  EXPECT_GT(locked.attribute("line").as_int(), 1);
  std::string properties;
  for (const auto each : locked.child("properties")) {
    properties += std::string(each.attribute("name").value()) + "=" +
                  each.attribute("value").value() + " ";
  }
  EXPECT_THAT(properties,
              ContainsRegex("worker=gw[0-9]+ markers=lock:outcomes"));
  EXPECT_TRUE(find("Outcomes.PassesTheSecondTime").child("flakyFailure"));
  EXPECT_TRUE(find("Outcomes.IsMarkedFlaky").child("flakyError"));
  EXPECT_TRUE(find("Outcomes.Fails").child("rerunFailure"));
  EXPECT_THAT(find("plain.fail").child("system-out").text().get(),
              HasSubstr("the reason"));
  EXPECT_THAT(find("plain.pass").child("system-out").text().get(),
              HasSubstr("fine"));
}

TEST(run, the_log_alone_gives_the_same_results) {
  tool_run run;
  const json result = run.as_json({"-j4", "-LE", not_hanging});
  io::event_log log = io::load_event_logs({run.events()});
  const io::resource_specs specs = io::load_resource_specs(log);
  EXPECT_THAT(log.problems, IsEmpty());
  outcomes seen;
  for (const io::test_result& test :
       io::build_run_result(log.events, {}).tests) {
    seen[(test.unit.empty() ? "" : test.unit + "/") + test.name] =
        io::to_text(test.outcome());
  }
  EXPECT_EQ(seen, outcomes_in(result));
  support::ctest_result all;
  all.events = log.events;
  all.specs = specs;
  EXPECT_EQ(support::what_was_shared(all), "");
}

TEST(run, C35_maxfail_finishes_what_runs_and_starts_no_more) {
  tool_run run;
  const json result =
      run.as_json({"-j", "0", "-LE", not_hanging, "--maxfail", "2"});
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_EQ(result.at("run").at("end"), "stopped");
  std::size_t bad = 0;
  std::size_t never = 0;
  for (const json& test : result.at("tests")) {
    const std::string how = test.at("outcome");
    never += test.at("attempts").at(0).at("message") == "it was not started";
    bad += how == "fail" || how == "crash" || how == "timeout";
  }
  EXPECT_GE(bad, 2U);
  EXPECT_LE(bad, 3U);
  EXPECT_GE(never, 10U);
}

TEST(run, C31_a_seed_repeats_the_order) {
  const auto order_of = [](const std::string& seed) {
    tool_run run;
    const json result =
        run.as_json({"-j1", "-LE", not_hanging, "--shuffle=" + seed});
    EXPECT_EQ(result.at("run").at("seed"), seed);
    std::string order;
    for (const json& test : result.at("tests")) order += name_of(test) + " ";
    return order;
  };
  const std::string first = order_of("7");
  EXPECT_EQ(order_of("7"), first);
  EXPECT_NE(order_of("8"), first);
}

TEST(run, rounds_are_counted_and_end_at_the_first_failure_when_asked) {
  tool_run run;
  const json twice = run.as_json({"-R", "Outcomes.Passes$", "--repeat", "2"});
  EXPECT_THAT(test_in(twice, "Outcomes.Passes").at("attempts"), SizeIs(2));
  tool_run until;
  const json once = until.as_json({"-R", "Outcomes.Fails", "--until-fail"});
  EXPECT_EQ(until.exit_code, 1);
  EXPECT_THAT(test_in(once, "Outcomes.Fails").at("attempts"), SizeIs(1));
}

TEST(run, last_failed_runs_what_failed_and_nothing_else) {
  tool_run first;
  const std::string some = "Outcomes.(Passes|Fails|Skips)$";
  EXPECT_EQ(first({"-j1", "-R", some}).exit_code, 1);
  tool_run second;
  const json again = second.as_json({"--last-failed"});
  EXPECT_EQ(second.exit_code, 1);
  EXPECT_EQ(outcomes_in(again), (outcomes{{"Outcomes.Fails", "fail"}}));
}
PARALLEL_TESTING_MARK(run, last_failed_runs_what_failed_and_nothing_else,
                      no_parallel);

TEST(run, C07_no_tests_and_a_wrong_name_are_told_apart_from_success) {
  tool_run run;
  const finished_process none = run({"-R", "Outcomes.Pases"});
  EXPECT_EQ(none.exit_code, 4);
  EXPECT_THAT(none.output, HasSubstr("'Outcomes.Pases' is the name of none, "
                                     "did you mean 'Outcomes.Passes'?"));
}

TEST(run, a_missing_ctest_and_a_wrong_directory_are_answered_with_3) {
  tool_run run;
  EXPECT_EQ(
      run.box().run({TESTED_TOOL, "run", "--ctest", "/nonexistent"}).exit_code,
      3);
  const finished_process wrong = run({"--test-dir", "/nonexistent"});
  EXPECT_EQ(wrong.exit_code, 3);
  EXPECT_THAT(wrong.output, HasSubstr("is no directory"));
}

TEST(run, C66_auto_is_what_PARALLEL_TESTING_JOBS_allows) {
  tool_run run;
  run.box().set("PARALLEL_TESTING_JOBS", "1");
  const json result = run.as_json({"-j", "auto", "-R", "Outcomes.Passes$"});
  EXPECT_EQ(result.at("run").at("workers"), 1);
}

TEST(run, C16_an_unusable_run_id_is_replaced) {
  tool_run run;
  run.box().set("PARALLEL_TESTING_RUN_ID", "../x");
  const json result = run.as_json({"-R", "Outcomes.Passes$"});
  EXPECT_EQ(run.exit_code, 0);
  const std::string id = result.at("run").at("id");
  EXPECT_THAT(id, testing::MatchesRegex("[0-9a-f]{32}"));
  run.box().forget_run(id);
}

TEST(run, the_shim_makes_the_literal_command_work) {
  tool_run run;
  const finished_process told =
      run.box().run({TESTED_TOOL, "shim", "--print-path"});
  ASSERT_EQ(told.exit_code, 0);
  const std::string shim = told.output.substr(0, told.output.find('\n'));
  EXPECT_EQ(run.tool({"shim"}).output, "PATH=" + shim + ":$PATH\n");
  EXPECT_EQ(run.tool({"shim", "--format", "json"}).output,
            "{\n  \"version\": 1,\n  \"path\": \"" + shim + "\"\n}\n");
  const std::string real =
      std::filesystem::path(TESTED_CTEST).parent_path().string();
  run.box().set("PATH", shim + ":" + real + ":/usr/bin:/bin");
  const std::string junit = run.box().path("r.xml");
  const finished_process ended =
      run.box().run({"sh", "-c",
                     "ctest -j auto --output-junit '" + junit +
                         "' -R 'Outcomes.(Passes|Fails)$'"});
  EXPECT_EQ(ended.exit_code, 8) << ended.output;
  EXPECT_THAT(support::read_file(junit), HasSubstr("<testsuites name="));
  const finished_process listed =
      run.box().run({"sh", "-c", "ctest -N -R Passes$"});
  EXPECT_EQ(listed.exit_code, 0);
  EXPECT_THAT(listed.output, HasSubstr("Total Tests: 1"));
  EXPECT_EQ(run.box().run({"sh", "-c", "ctest -j auto -R nothing"}).exit_code,
            0);
}

struct interruption {
  const char* name;
  int number;
};

void PrintTo(const interruption& shown, std::ostream* out) {
  *out << shown.name;
}

class interrupted_run : public testing::TestWithParam<interruption> {};

TEST_P(interrupted_run, C36_C70_stops_the_tests_and_still_writes_reports) {
  tool_run run;
  const std::string junit = run.box().path("r.xml");
  support::command started;
  started.arguments = {TESTED_TOOL,  "run", "--ctest",
                       TESTED_CTEST, "-j2", "--output-junit",
                       junit,        "-R",  "Hangs|plain.hangs"};
  started.environment = run.box().environment();
  started.directory = OUTCOMES_BUILD;
  support::child_process tool(started);
  // Both run: the test's time-out is the limit.
  std::string text;
  while (!std::filesystem::exists(run.box().path("outcomes/waits")) ||
         text.find("\"test\":\"plain.hangs\"") == std::string::npos) {
    ::poll(nullptr, 0, 1);
    text = run.logged();
  }
  tool.signal(GetParam().number);
  const finished_process ended = tool.wait();
  EXPECT_EQ(ended.exit_code, 128 + GetParam().number) << ended.output;
  EXPECT_THAT(ended.output, HasSubstr("told to stop"));
  // It had the time to clean up behind itself.
  EXPECT_TRUE(std::filesystem::exists(run.box().path("outcomes/cleaned_up")));
  const std::string report = support::read_file(junit);
  EXPECT_THAT(report, AllOf(HasSubstr("Hangs.UntilItIsTold"),
                            HasSubstr("plain.hangs")));
  text = run.logged();
  EXPECT_THAT(text, HasSubstr("\"interrupted\""));
  // The next run is not disturbed.
  EXPECT_EQ(run({"-R", "Outcomes.Passes$"}).exit_code, 0);
}

INSTANTIATE_TEST_SUITE_P(signals, interrupted_run,
                         testing::Values(interruption{"INT", SIGINT},
                                         interruption{"TERM", SIGTERM}),
                         [](const auto& each) { return each.param.name; });

}  // namespace
}  // namespace parallel_testing::tool_test
