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
#include <sstream>
#include <string>
#include <vector>

#include "expected_outcomes.hpp"
#include "support/files.hpp"
#include "support/sandbox.hpp"
#include "tool_run.hpp"

namespace parallel_testing::tool_test {
namespace {

using nlohmann::json;
using support::finished_process;
using testing::AllOf;
using testing::AnyOf;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::SizeIs;
using testing::UnorderedElementsAre;

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

TEST(run, C08_C32_every_kind_of_end_is_reported_as_in_the_table) {
  tool_run run;
  const json result = run.as_json({"-j4", "-LE", not_hanging});
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_EQ(outcomes_in(result), expected_outcomes(retried::never));
  EXPECT_THAT(message_of(result, "Outcomes.Fails"),
              HasSubstr("numbers differ"));
  EXPECT_THAT(message_of(result, "Outcomes.Skips"),
              HasSubstr("no server here"));
  EXPECT_THAT(message_of(result, "Outcomes.Crashes"), HasSubstr("SIGSEGV"));
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

TEST(run, reports_that_lines_of_the_log_cannot_be_read) {
  tool_run run;
  const support::finished_process ended = run({"-R", "spoils_the_log"});
  EXPECT_EQ(ended.exit_code, 0);
  EXPECT_THAT(ended.output,
              HasSubstr("1 line of the event log cannot be read"));
}

TEST(run, C96_names_where_a_test_hung_or_crashed) {
#ifndef HAS_STACKS
  GTEST_SKIP() << "parallel-testing-stacks is not built: libdw is not found";
#else
  tool_run run;
  run.box().set("GITHUB_ACTIONS", "true");
  // So that it is in the test when its time is over.
  run.box().set("PARALLEL_TESTING_TIMEOUT_MULTIPLIER", "10");
  const std::string places[] = {
      "Outcomes_Aborts_Test::TestBody[(][)] at .*/outcomes_test.cpp:[0-9]+",
      "Outcomes_TakesTooLong_Test::TestBody[(][)] at "
      ".*/outcomes_test.cpp:[0-9]+"};
  const support::finished_process ended =
      run({"-R", "^Outcomes[.](Aborts|TakesTooLong)$"});
  EXPECT_EQ(ended.exit_code, 1);
  for (const std::string& place : places) {
    EXPECT_THAT(ended.output, ContainsRegex(" in .*" + place));
    EXPECT_THAT(
        ended.output,
        ContainsRegex("::error file=.*outcomes_test.cpp,line=.*" + place));
  }
  EXPECT_THAT(ended.output, HasSubstr("' crashed with SIGABRT"));
#endif
}

TEST(run, wrong_options_are_answered_with_2) {
  tool_run run;
  EXPECT_EQ(run({"--maxfial", "2"}).exit_code, 2);
  EXPECT_EQ(run({"-j", "many"}).exit_code, 2);
  EXPECT_EQ(run({"--shuffle=x"}).exit_code, 2);
}

TEST(run, C35_maxfail_finishes_what_runs_and_starts_no_more) {
  tool_run run;
  const json result =
      run.as_json({"-j", "0", "-LE", not_hanging, "--maxfail", "2", "-R",
                   R"(^Outcomes\.(Fails|Crashes|TakesTooLong)$|^plain)"});
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_EQ(result.at("run").at("end"), "stopped");
  std::size_t bad = 0;
  std::size_t never = 0;
  for (const json& test : result.at("tests")) {
    const std::string how = test.at("outcome");
    never += test.at("attempts").at(0).at("message") == "it was not started";
    bad += how == "fail" || how == "crash" || how == "timeout";
  }
  // The third one, which takes too long, starts before ctest is stopped. It has
  // its time.
  EXPECT_THAT(test_in(result, "Outcomes.TakesTooLong").at("outcome"),
              AnyOf("timeout", "not_run"));
  EXPECT_GE(bad, 2U);
  EXPECT_LE(bad, 3U);
  EXPECT_GE(never, 5U);
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

// The order is in COST, which ctest averages with the times of the tests.
TEST(run, a_shuffled_run_leaves_the_times_of_ctest_alone) {
  tool_run run;
  EXPECT_EQ(run({"-R", "Outcomes.Passes$", "--shuffle=7"}).exit_code, 0);
  const std::filesystem::path log = run.events();
  EXPECT_THAT(support::read_file(log.parent_path() / "CTestCostData.txt"),
              HasSubstr("Outcomes.Passes 1 "));
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

TEST(run, C07_no_tests_and_a_wrong_name_are_distinguished_from_success) {
  tool_run run;
  const finished_process none = run({"-R", "Outcomes.Pases"});
  EXPECT_EQ(none.exit_code, 4);
  EXPECT_THAT(none.output, HasSubstr("no test is named 'Outcomes.Pases', "
                                     "did you mean 'Outcomes.Passes'?"));
}

TEST(run, a_missing_ctest_and_a_wrong_directory_are_answered_with_3) {
  tool_run run;
  EXPECT_EQ(
      run.box().run({TESTED_TOOL, "run", "--ctest", "/nonexistent"}).exit_code,
      3);
  const finished_process wrong = run({"--test-dir", "/nonexistent"});
  EXPECT_EQ(wrong.exit_code, 3);
  EXPECT_THAT(wrong.output, HasSubstr("is not a directory"));
}

/// A program that plays ctest 4.4: it writes what it would append to the
/// commands of tests to `passed`, and starts the ctest of the build.
std::string ctest_4_4(const std::string& directory, const std::string& passed) {
  const std::string path = directory + "/ctest";
  support::write_file(path, R"(#!/bin/sh
if [ "$1" = --version ]; then echo "ctest version 4.4.0"; exit; fi
is_option=yes
for word do
  shift
  if [ -z "$is_option" ]; then
    printf '<%s>' "$word" >> ')" +
                                passed + R"('
  elif [ "$word" = -- ]; then
    is_option=
  else
    set -- "$@" "$word"
  fi
done
[ -n "$is_option" ] || echo >> ')" +
                                passed + R"('
exec ')" TESTED_CTEST R"(' "$@"
)");
  std::filesystem::permissions(path, std::filesystem::perms::owner_all);
  return path;
}

TEST(run, arguments_after_two_dashes_are_the_last_of_each_ctest) {
  tool_run run;
  const temp_dir directory;
  const std::string passed = directory.path().string() + "/passed";
  const std::string ctest = ctest_4_4(directory.path().string(), passed);
  const finished_process retried =
      run({"--ctest", ctest, "-j", "2", "--retries", "1", "-R", "second_time",
           "--output-junit", directory.path().string() + "/junit.xml", "--",
           "-R", "two words", "--", ""});
  EXPECT_EQ(retried.exit_code, 0) << retried.output;
  const std::string once = "<-R><two words><--><>\n";
  EXPECT_EQ(support::read_file(passed), once + once);
}

TEST(run, arguments_of_tests_need_a_ctest_that_passes_them_on) {
  tool_run run;
  const temp_dir directory;
  const std::string ctest = directory.path().string() + "/ctest";
  support::write_file(ctest, "#!/bin/sh\necho ctest version 4.3.1\n");
  std::filesystem::permissions(ctest, std::filesystem::perms::owner_all);
  const finished_process refused = run({"--ctest", ctest, "--", "--verbose"});
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_THAT(refused.output,
              AllOf(HasSubstr("needs ctest 4.4 or newer; this one is 4.3.1"),
                    HasSubstr("EXTRA_ARGS")));
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
  // Both run: the test's timeout is the limit.
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
                                         interruption{"TERM", SIGTERM},
                                         interruption{"HUP", SIGHUP},
                                         interruption{"USR2", SIGUSR2}),
                         [](const auto& each) { return each.param.name; });

}  // namespace
}  // namespace parallel_testing::tool_test
