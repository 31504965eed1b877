// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "commands/commands.hpp"
#include "support/golden.hpp"
#include "tools/cli/run_command.hpp"

namespace parallel_testing::audit_command {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

using cli_test::command_result;

const std::string data = AUDIT_DATA;

command_result run_command(std::vector<std::string> arguments) {
  return cli_test::run_command(run, std::move(arguments));
}

std::string start_of(int pid, int mono_ns) {
  return R"({"v":1,"event":"process_start","time_ns":1,"mono_ns":)" +
         std::to_string(mono_ns) + R"(,"run":"r1","worker":"gw0","pid":)" +
         std::to_string(pid) +
         R"(,"seq":0,"executable":"/b/t","parent_pid":1,"test":"A.B",)" +
         R"("worker_count":1})" + "\n";
}

std::string finish_of(int pid, int mono_ns) {
  return R"({"v":1,"event":"process_finish","time_ns":1,"mono_ns":)" +
         std::to_string(mono_ns) + R"(,"run":"r1","worker":"gw0","pid":)" +
         std::to_string(pid) +
         R"(,"seq":1,"user_us":1,"system_us":1,"max_rss_kib":1})" + "\n";
}

/// GoogleTest's TempDir() is this test's own directory.
std::string log_of(const std::string& name, const std::string& text) {
  const auto path = std::filesystem::path(testing::TempDir()) / name;
  std::ofstream(path) << text;
  return path.string();
}

TEST(audit_command, answers_0_when_nothing_was_shared) {
  const auto result = run_command(
      {log_of("fine", start_of(10, 0) + finish_of(10, 1) + start_of(11, 2))});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_EQ(
      result.out,
      "0 findings in 1 run, 2 processes, 0 cases (at most 0 at a time, "
      "1 crashed)\n"
      "judged: worker ids, locks, ports, directories, cores and capacities "
      "that "
      "were handed out;\n"
      "not judged: what tests share without asking for it (files, fixed ports, "
      "servers)\n");
  EXPECT_EQ(result.err, "");
}

TEST(audit_command, reports_that_failures_are_not_what_it_judges) {
  const std::string failed =
      R"({"v":1,"event":"case_start","time_ns":1,"mono_ns":1,"run":"r1",)"
      R"("worker":"gw0","pid":10,"seq":1,"test":"A.B","file":"","line":0,)"
      R"("markers":[]})"
      "\n"
      R"({"v":1,"event":"case_finish","time_ns":2,"mono_ns":2,"run":"r1",)"
      R"("worker":"gw0","pid":10,"seq":2,"test":"A.B","outcome":"failed",)"
      R"("duration_ns":1,"message":"busy"})"
      "\n";
  const auto result = run_command({log_of("failed", start_of(10, 0) + failed)});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.out,
              testing::HasSubstr("\n1 case failed: `parallel-testing stress` "
                                 "finds tests that disturb each other\n"));
}

TEST(audit_command, finds_the_log_of_the_last_run_of_a_build_directory) {
  const auto build = std::filesystem::path(testing::TempDir()) / "build";
  const auto of_run = build / "Testing" / "ParallelTesting" / "runs" / "r1";
  std::filesystem::create_directories(of_run);
  std::ofstream(of_run / "events.ndjson") << start_of(10, 0) + finish_of(10, 1);
  for (const auto& directory : {build, of_run}) {
    const auto result = run_command({directory.string()});
    EXPECT_EQ(result.exit_code, 0);
    EXPECT_THAT(result.out, StartsWith("0 findings in 1 run, 1 process"));
  }
  EXPECT_EQ(run_command({testing::TempDir()}).exit_code, 3);
}

TEST(audit_command, answers_1_and_names_what_was_shared) {
  const auto result = run_command(
      {log_of("shared", start_of(10, 0) + start_of(11, 5) + finish_of(10, 9))});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.out, StartsWith("worker gw0 was held twice: A.B ("));
}

TEST(audit_command, replays_several_logs_as_one_history) {
  const auto result =
      run_command({log_of("one", start_of(10, 0) + finish_of(10, 9)),
                   log_of("two", start_of(11, 5))});
  EXPECT_EQ(result.exit_code, 1);
}

TEST(audit_command, answers_2_to_wrong_usage) {
  EXPECT_EQ(run_command({}).exit_code, 2);
  EXPECT_EQ(run_command({"--fromat", "json", "log"}).exit_code, 2);
  EXPECT_EQ(run_command({"--format", "xml", "log"}).exit_code, 2);
}

TEST(audit_command, answers_3_when_a_log_cannot_be_read) {
  const auto missing = run_command({"/nonexistent"});
  EXPECT_EQ(missing.exit_code, 3);
  EXPECT_THAT(missing.err, StartsWith("parallel-testing audit: /nonexistent: "
                                      "cannot be read: "));
  const auto corrupt =
      run_command({log_of("corrupt", start_of(10, 0) + "{\n")});
  EXPECT_EQ(corrupt.exit_code, 3);
  EXPECT_THAT(corrupt.err, HasSubstr("corrupt:2: not a JSON value"));
}

TEST(audit_command, answers_4_when_there_is_nothing_to_judge) {
  EXPECT_EQ(run_command({log_of("empty", "")}).exit_code, 4);
}

TEST(audit_command, writes_versioned_json) {
  const auto result = run_command(
      {"--format", "json",
       log_of("json", start_of(10, 0) + start_of(11, 5) + finish_of(10, 9))});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.out, StartsWith("{\n  \"version\": 1,\n"));
  EXPECT_THAT(result.out, HasSubstr("\"kind\": \"worker_held_twice\""));
  EXPECT_THAT(result.out, HasSubstr("\"begin_mono_ns\": 5"));
}

TEST(audit_command, prints_findings_for_people_and_programs) {
  std::string log = start_of(10, 0) + start_of(11, 5) + finish_of(10, 9);
  log.insert(0, start_of(12, 20));
  const std::string path = log_of("findings", log);
  const auto text = run_command({path});
  EXPECT_EQ(text.exit_code, 1);
  support::expect_golden(data + "/findings.txt", text.out);
  const auto json = run_command({"--format", "json", path});
  support::expect_golden(data + "/findings.json", json.out);
  const auto fine = run_command({data + "/../../report/data/events.ndjson"});
  EXPECT_EQ(fine.exit_code, 0) << fine.out;
  support::expect_golden(data + "/fine.txt", fine.out);
}

TEST(audit_command, does_not_judge_density_beside_other_runs) {
  std::string log = start_of(10, 0);
  log.replace(log.find("gw0"), 3, "gw5");
  const std::string path = log_of("other", log);
  EXPECT_EQ(run_command({path}).exit_code, 1);
  EXPECT_EQ(run_command({"--other-runs", path}).exit_code, 0);
}

}  // namespace
}  // namespace parallel_testing::audit_command
