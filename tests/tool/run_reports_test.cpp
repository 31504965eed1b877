// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What a run tells people and programs.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <pugixml.hpp>
#include <regex>
#include <string>
#include <vector>

#include "expected_outcomes.hpp"
#include "history/replay.hpp"
#include "results/build_run_result.hpp"
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
using testing::SizeIs;

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

TEST(run, C69_a_process_that_a_test_leaves_behind_is_named) {
  tool_run run;
  const json result = run.as_json({"-R", "Outcomes.(Leaks|Passes)$"});
  const std::vector<std::string> left =
      test_in(result, "Outcomes.Leaks").at("left_behind");
  EXPECT_THAT(left, ElementsAre("outcomes_test"));
  EXPECT_THAT(test_in(result, "Outcomes.Passes").at("left_behind"), SizeIs(0));
  // What the test was about is over.
  const tools::event_log log = tools::load_event_logs({run.events()});
  for (const tools::event& each : log.events) {
    if (const auto* process = each.body.get_if<tools::ctest_left>()) {
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

TEST(run, C69_leaks_are_reported_when_they_happen_and_in_the_summary) {
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

TEST(run, lines_and_summary_are_what_people_read) {
  tool_run run;
  const finished_process ended =
      run({"-j", "1", "-R", "Outcomes.(Passes|Skips|Crashes)$"});
  EXPECT_EQ(ended.exit_code, 1);
  EXPECT_THAT(
      masked(ended.output),
      AllOf(HasSubstr("outcomes: 1 worker (-j 1) in <build>\n"),
            HasSubstr("PASSED  Outcomes.Passes (T s)\n"),
            HasSubstr("SKIPPED Outcomes.Skips (T s): no server here\n"),
            HasSubstr("CRASHED Outcomes.Crashes (T s): SegFault, SIGSEGV\n"
                      "----- output of Outcomes.Crashes\n"),
            HasSubstr("crash Outcomes.Crashes "),
            HasSubstr("\n1 crashed, 1 passed, 1 skipped in T s\n"
                      "T s of tests, N as fast as one by one, N of 1 worker\n"
                      "held back by: longest test Outcomes."),
            HasSubstr("peak memory: N (Outcomes.")));
  EXPECT_THAT(ended.output, ContainsRegex("\\[gw[0-9]+\\] \\[100%\\]"));
}

/// `parallel-testing run` in another directory than that of the build.
finished_process run_in(tool_run& run, const std::string& directory,
                        const std::string& junit) {
  std::filesystem::create_directories(directory);
  return run.box().run({"sh", "-c", "cd \"$0\" && exec \"$@\"", directory,
                        TESTED_TOOL, "run", "--test-dir", OUTCOMES_BUILD,
                        "--ctest", TESTED_CTEST, "-R", "Outcomes.Passes$",
                        "--output-junit", junit});
}

TEST(run, a_relative_junit_file_starts_at_the_current_directory) {
  tool_run run;
  const std::string here = run.box().path("here");
  const finished_process ended = run_in(run, here, "new/reports/r.xml");
  EXPECT_EQ(ended.exit_code, 0) << ended.output;
  EXPECT_THAT(support::read_file(here + "/new/reports/r.xml"),
              HasSubstr("name=\"Outcomes.Passes\""));
}

TEST(run, a_junit_file_that_cannot_be_written_is_reported_before_any_test) {
  tool_run run;
  const std::string here = run.box().path("here");
  std::filesystem::create_directories(here);
  std::ofstream(here + "/file") << "text";
  const finished_process ended = run_in(run, here, "file/r.xml");
  EXPECT_EQ(ended.exit_code, 3);
  EXPECT_THAT(ended.output, HasSubstr("cannot write 'file/r.xml'"));
  EXPECT_FALSE(std::filesystem::exists(run.events()));
}

TEST(run, the_last_number_of_jobs_counts) {
  tool_run run;
  // What `coverage -- -j 2` passes on.
  EXPECT_THAT(run({"-j", "auto", "-j", "2", "-R", "Outcomes.Passes$"}).output,
              HasSubstr("outcomes: 2 workers (-j 2) in "));
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
      seen[(unit.ends_with(".Grouped") ? "Grouped/" : "") + name] =
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
  tools::event_log log = tools::load_event_logs({run.events()});
  const tools::resource_specs specs = tools::load_resource_specs(log);
  EXPECT_THAT(log.problems, IsEmpty());
  outcomes seen;
  for (const tools::test_result& test :
       tools::build_run_result(log.events, {}).tests) {
    seen[(test.unit.empty() ? "" : test.unit + "/") + test.name] =
        tools::to_text(test.outcome());
  }
  EXPECT_EQ(seen, outcomes_in(result));
  // A process that a test leaves behind may keep its worker.
  const tools::replay_result replayed = tools::replay(
      log.events, {.others = tools::other_runs::possible, .specs = specs});
  for (const tools::finding& each : replayed.findings) {
    ADD_FAILURE() << tools::to_text(each, 0);
  }
}

}  // namespace
}  // namespace parallel_testing::tool_test
