// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "results/build_run_result.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tools/history/forged_log.hpp"

namespace parallel_testing::tools {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

constexpr std::int64_t tool_pid = 99;

forged_process tool_of(forged_log& log) {
  return log.process({tool_pid, "master", "r1", "", 1, 0});
}

ctest_finish finish(const std::string& test, const std::string& outcome,
                    std::vector<std::int64_t> processes = {},
                    const std::string& message = "", std::int64_t attempt = 1) {
  return {{test, test == "disabled" ? 2 : 1, attempt, 1},
          from_text<verdict>(outcome).value(),
          40,
          message,
          "out",
          "/src/CMakeLists.txt",
          3,
          {"slow"},
          std::move(processes)};
}

case_finish case_end(const std::string& test, verdict how,
                     const std::string& message = "") {
  return {test, how, 5, message};
}

std::vector<std::string> summary(const run_result& result) {
  std::vector<std::string> lines;
  for (const test_result& each : result.tests) {
    std::string line = each.unit.empty() ? "" : each.unit + "/";
    line += each.name;
    for (const attempt& once : each.attempts) {
      line.append(" ").append(to_text(once.outcome));
      if (!once.message.empty()) line.append("(" + once.message + ")");
    }
    lines.push_back(line);
  }
  return lines;
}

TEST(run_result, joins_what_ctest_saw_with_what_the_test_logged) {
  forged_log log;
  auto tool = tool_of(log);
  auto test = log.process({10, "gw1", "r1", "A.B", 1, 2});
  tool.add(1, run_start{"shop", "/b", "3.25.1", 2, ""});
  tool.add(2, ctest_start{"p.A.B", 1, 1, 1});
  test.start(3, "A.B").add(4, lock_acquire{"lock:x", hold_mode::shared, 7});
  test.add(5, case_start{"A.B", "/src/a_test.cpp", 7, {"lock:x:shared"}});
  test.add(9, case_end("A.B", verdict::fail, "1 != 2"));
  test.add(10, process_finish{2, 3, 1024});
  tool.add(12, finish("p.A.B", "fail", {10}, "Failed"));
  tool.add(13, run_finish{run_end::complete});
  const run_result result = build_run_result(log.events, {});
  EXPECT_EQ(result.project, "shop");
  EXPECT_EQ(result.workers, 2);
  EXPECT_EQ(result.end, run_end::complete);
  EXPECT_EQ(result.wall_ns, 12);
  EXPECT_THAT(summary(result), ElementsAre("p.A.B fail(1 != 2)"));
  const test_result& only = result.tests[0];
  EXPECT_EQ(only.file, "/src/a_test.cpp");
  EXPECT_EQ(only.line, 7);
  EXPECT_THAT(only.markers, ElementsAre("lock:x:shared"));
  EXPECT_THAT(only.labels, ElementsAre("slow"));
  EXPECT_EQ(only.decisive().worker, "gw1");
  EXPECT_EQ(only.decisive().duration_ns, 40);
  EXPECT_EQ(only.decisive().output, "out");
  EXPECT_EQ(only.decisive().max_rss_kib, 1024);
  EXPECT_EQ(only.decisive().cpu_us, 5);
  ASSERT_THAT(only.decisive().locks, SizeIs(1));
  EXPECT_EQ(only.decisive().locks[0].key, "lock:x");
  EXPECT_EQ(only.waited_ns(), 7);
}

constexpr std::int64_t ms = 1'000'000;

/// What a test takes of which CTest counted `of_ctest_ns`.
std::int64_t duration_of(std::int64_t of_ctest_ns, std::int64_t process_ns,
                         std::int64_t line_ns,
                         const std::string& outcome = "pass") {
  forged_log log;
  auto tool = tool_of(log);
  auto test = log.process({10, "gw1", "r1", "A.B", 1, 2});
  tool.add(1, ctest_start{"A.B", 1, 1, 1});
  std::vector<std::int64_t> processes;
  if (process_ns != 0) {
    test.start(2, "A.B").finish(2 + process_ns);
    processes = {10};
  }
  ctest_finish end = finish("A.B", outcome, processes);
  end.duration_ns = of_ctest_ns;
  tool.add(1 + line_ns, end);
  return build_run_result(log.events, {}).tests.at(0).total_ns();
}

TEST(run_result, knows_times_more_finely_than_ctests_hundredths) {
  EXPECT_EQ(duration_of(20 * ms, 17 * ms, 19 * ms), 17 * ms);
  EXPECT_EQ(duration_of(20 * ms, 0, 23 * ms), 23 * ms);
  EXPECT_EQ(duration_of(0, 0, 3 * ms), 3 * ms);
  EXPECT_EQ(duration_of(0, 2 * ms, 3 * ms), 2 * ms);
}

TEST(run_result, takes_ctests_time_where_no_finer_one_fits_it) {
  EXPECT_EQ(duration_of(20 * ms, 5 * ms, 19 * ms), 19 * ms);
  EXPECT_EQ(duration_of(20 * ms, 5 * ms, 90 * ms), 20 * ms);
  EXPECT_EQ(duration_of(21 * ms, 20 * ms, 22 * ms), 21 * ms);
  EXPECT_EQ(duration_of(0, 0, 3 * ms, "not_run"), 0);
}

TEST(run_result, has_ctests_view_of_tests_that_log_nothing) {
  forged_log log;
  auto tool = tool_of(log);
  tool.add(1, ctest_start{"plain", 1, 1, 1});
  tool.add(2, finish("plain", "timeout", {}, "Timeout"));
  tool.add(3, finish("disabled", "skip", {}, "Disabled"));
  const run_result result = build_run_result(log.events, {});
  EXPECT_THAT(summary(result),
              ElementsAre("plain timeout(Timeout)", "disabled skip(Disabled)"));
  EXPECT_EQ(result.tests[0].file, "/src/CMakeLists.txt");
  EXPECT_EQ(result.tests[0].decisive().worker, "");
}

TEST(run_result, C39_attempts_are_kept_and_make_a_test_flaky) {
  forged_log log;
  auto tool = tool_of(log);
  for (int attempt = 1; attempt <= 2; ++attempt) {
    const int at = 10 * attempt;
    tool.add(at, ctest_start{"A.B", 1, attempt, 1});
    auto test = log.process({attempt, "gw0", "r1", "A.B", 1, 2});
    test.start(at + 1, "A.B").begin_case(at + 2, "A.B");
    if (attempt == 2) test.end_case(at + 3, "A.B").finish(at + 4);
    tool.add(at + 5, finish("A.B", attempt == 2 ? "pass" : "fail", {attempt},
                            attempt == 2 ? "" : "Failed", attempt));
  }
  const run_result result = build_run_result(log.events, {});
  EXPECT_THAT(summary(result),
              ElementsAre("A.B crash(its process ended in the middle of it) "
                          "pass"));
  EXPECT_TRUE(result.tests[0].is_flaky());
}

TEST(run_result, C105_an_attempt_that_may_have_begun_has_its_reason) {
  forged_log log;
  auto tool = tool_of(log);
  tool.add(5, finish("A.B", "not_run", {}, "it may have begun on node n1"))
      .add(10, ctest_start{"A.B", 1, 2, 1})
      .add(20, finish("A.B", "pass", {}, "", 2));
  log.events.front().worker = "n1.master";
  const run_result result = build_run_result(log.events, {});
  EXPECT_THAT(summary(result),
              ElementsAre("A.B not_run(it may have begun on node n1) pass"));
  EXPECT_EQ(result.tests[0].outcome(), verdict::pass);
  EXPECT_FALSE(result.tests[0].is_flaky());
  EXPECT_EQ(result.tests[0].possible_run(), "it may have begun on node n1");
}

/// What two copies of `A.B` log, the second of which ends as told.
void log_copies(forged_log& log, verdict of_second,
                std::int64_t second_begins) {
  auto one = log.process({10, "gw0", "r1", "A.B", 1, 2});
  auto two = log.process({11, "gw0", "r1", "A.B", 1, 2});
  one.start(2, "A.B").begin_case(3, "A.B").end_case(6, "A.B").finish(7);
  two.start(second_begins - 1, "A.B").begin_case(second_begins, "A.B");
  two.add(9, case_end("A.B", of_second, "why")).finish(10);
}

TEST(run_result, C86_copies_of_a_test_are_one_attempt_that_the_worst_decides) {
  forged_log log;
  auto tool = tool_of(log);
  tool.add(1, ctest_start{"mpi", 1, 1, 1});
  log_copies(log, verdict::fail, 4);
  tool.add(12, finish("mpi", "fail", {10, 11}, "Failed"));
  const run_result result = build_run_result(log.events, {});
  EXPECT_THAT(summary(result), ElementsAre("mpi fail(why)"));
  EXPECT_FALSE(result.tests[0].is_flaky());
}

TEST(run_result, C86_copies_of_which_one_skips_have_passed) {
  forged_log log;
  auto tool = tool_of(log);
  tool.add(1, ctest_start{"mpi", 1, 1, 1});
  log_copies(log, verdict::skip, 4);
  tool.add(12, finish("mpi", "pass", {10, 11}));
  EXPECT_THAT(summary(build_run_result(log.events, {})),
              ElementsAre("mpi pass"));
}

TEST(run_result, C86_copies_are_one_attempt_without_ctests_view) {
  forged_log log;
  log_copies(log, verdict::fail, 4);
  const run_result result = build_run_result(log.events, {});
  EXPECT_THAT(summary(result), ElementsAre("A.B fail(why)"));
  EXPECT_EQ(result.tests[0].decisive().duration_ns, 8);
}

/// During `A.B` another process of its test, which logs no start, fails
/// `inner`.
forged_log log_of_a_test_within(const std::string& inner) {
  forged_log log;
  auto one = log.process({10, "gw0", "r1", "A.B", 1, 2});
  auto two = log.process({11, "gw0", "r1", inner, 1, 2});
  one.start(2, "A.B").begin_case(3, "A.B");
  two.begin_case(4, inner).add(5, case_end(inner, verdict::fail, "why"));
  one.end_case(6, "A.B").finish(7);
  return log;
}

TEST(run_result, C86_a_copy_without_a_start_counts) {
  EXPECT_THAT(summary(build_run_result(log_of_a_test_within("A.B").events, {})),
              ElementsAre("A.B fail(why)"));
}

TEST(run_result, C86_a_copy_that_crashes_first_is_no_earlier_attempt) {
  forged_log log;
  auto tool = tool_of(log);
  tool.add(1, ctest_start{"mpi", 1, 1, 1});
  log.process({11, "gw0", "r1", "A.B", 1, 2})
      .start(2, "A.B")
      .begin_case(3, "A.B");
  auto two = log.process({10, "gw0", "r1", "A.B", 1, 2});
  two.start(4, "A.B").begin_case(5, "A.B").end_case(6, "A.B").finish(7);
  tool.add(8, finish("mpi", "fail", {11, 10}, "Failed"));
  EXPECT_THAT(summary(build_run_result(log.events, {})),
              ElementsAre("mpi crash(its process ended in the middle of it)"));
}

TEST(run_result, C86_another_case_in_a_program_that_a_test_starts_does_not) {
  EXPECT_THAT(summary(build_run_result(log_of_a_test_within("A.C").events, {})),
              ElementsAre("A.B pass"));
}

TEST(run_result, C86_a_test_that_runs_its_program_again_fails_all_the_same) {
  forged_log log;
  auto tool = tool_of(log);
  tool.add(1, ctest_start{"twice", 1, 1, 1});
  auto one = log.process({10, "gw0", "r1", "A.B", 1, 2});
  one.start(2, "A.B").begin_case(3, "A.B");
  one.add(4, case_end("A.B", verdict::fail, "why")).finish(5);
  auto two = log.process({11, "gw0", "r1", "A.B", 1, 2});
  two.start(6, "A.B").begin_case(7, "A.B").end_case(8, "A.B").finish(9);
  tool.add(12, finish("twice", "fail", {10, 11}, "Failed"));
  EXPECT_THAT(summary(build_run_result(log.events, {})),
              ElementsAre("twice/A.B fail(why) pass", "twice fail(Failed)"));
}

TEST(run_result, C86_copies_of_a_unit_are_one_attempt_at_each_case) {
  forged_log log;
  auto tool = tool_of(log);
  tool.add(1, ctest_start{"A", 1, 1, 1});
  auto one = log.process({10, "gw0", "r1", "@A", 1, 2});
  auto two = log.process({11, "gw0", "r1", "@A", 1, 2});
  one.start(2, "@A").begin_case(3, "A.B").end_case(5, "A.B");
  two.start(2, "@A").begin_case(4, "A.B");
  two.add(6, case_end("A.B", verdict::fail, "why"));
  one.begin_case(6, "A.C").end_case(8, "A.C").finish(9);
  two.begin_case(7, "A.C").end_case(8, "A.C").finish(9);
  tool.add(12, finish("A", "fail", {10, 11}, "Failed"));
  EXPECT_THAT(summary(build_run_result(log.events, {})),
              ElementsAre("A/A.B fail(why)", "A/A.C pass"));
}

TEST(run_result, C86_a_copy_of_a_unit_that_lags_behind_is_no_later_attempt) {
  forged_log log;
  auto one = log.process({10, "gw0", "r1", "", 1, 2});
  auto two = log.process({11, "gw0", "r1", "", 1, 2});
  one.start(2, "@A").begin_case(3, "A.B");
  one.add(4, case_end("A.B", verdict::fail, "why")).begin_case(5, "A.C");
  two.begin_case(6, "A.B").end_case(7, "A.B");
  one.end_case(8, "A.C").finish(9);
  EXPECT_THAT(summary(build_run_result(log.events, {})),
              ElementsAre("A.B fail(why)", "A.C pass"));
}

TEST(run_result, C39_of_one_case_after_the_other_both_are_attempts) {
  forged_log log;
  log_copies(log, verdict::fail, 8);
  EXPECT_THAT(summary(build_run_result(log.events, {})),
              ElementsAre("A.B pass fail(why)"));
}

TEST(run_result, a_round_that_failed_is_not_excused_by_a_later_one) {
  forged_log log;
  auto tool = tool_of(log);
  for (int round = 1; round <= 2; ++round) {
    tool.add(round, ctest_start{"plain", 1, round, round});
    ctest_finish end = finish("plain", round == 1 ? "fail" : "pass");
    end.attempt = end.round = round;
    tool.add(round, end);
  }
  const run_result result = build_run_result(log.events, {});
  ASSERT_THAT(result.tests, SizeIs(1));
  EXPECT_EQ(result.tests[0].outcome(), verdict::fail);
  EXPECT_FALSE(result.tests[0].is_flaky());
}

TEST(run_result, two_tests_of_one_name_stay_two) {
  forged_log log;
  auto tool = tool_of(log);
  for (int number = 1; number <= 2; ++number) {
    tool.add(number, ctest_start{"plain", number, 1, 1});
    ctest_finish end = finish("plain", number == 1 ? "fail" : "pass");
    end.number = number;
    tool.add(number + 2, end);
  }
  EXPECT_THAT(summary(build_run_result(log.events, {})),
              ElementsAre("plain fail", "plain pass"));
}

TEST(run_result, C32_knows_the_cases_of_a_unit_and_which_of_them_crashed) {
  forged_log log;
  auto tool = tool_of(log);
  tool.add(1, ctest_start{"unit", 1, 1, 1});
  auto first = log.process({10, "gw0", "r1", "", 1, 2});
  first.start(2, "@0+9:/u").begin_case(3, "A.One").end_case(4, "A.One");
  first.begin_case(5, "A.Two");
  auto watcher = log.process({9, "gw0", "r1", "", 1, 2});
  watcher.add(6, case_crash{{"A.Two", "/s", 8, 10, "signal SIGSEGV"}});
  watcher.add(6, case_missing{{"A.Four", "/s", 9, 10, "not selected"}});
  auto second = log.process({11, "gw0", "r1", "", 1, 2});
  second.start(7, "@0+9:/u").begin_case(8, "A.Three").end_case(9, "A.Three");
  second.finish(10);
  tool.add(11, finish("unit", "fail", {10, 11}));
  EXPECT_THAT(
      summary(build_run_result(log.events, {})),
      ElementsAre("unit/A.One pass", "unit/A.Two crash(signal SIGSEGV)",
                  "unit/A.Four not_run(not selected)", "unit/A.Three pass"));
}

TEST(run_result, C81_cases_of_a_unit_are_called_as_ctest_would) {
  forged_log log;
  auto tool = tool_of(log);
  tool.add(1, ctest_start{"unit", 1, 1, 1});
  auto first = log.process({10, "gw0", "r1", "", 1, 2});
  // The index of one is the value of another.
  first.start(2, "@0+9:/u");
  first.add(3, case_start{"I/N.A/0", "", 0, {}, {}, "p.I/N.A/1"});
  first.end_case(4, "I/N.A/0");
  first.add(5, case_start{"I/N.A/1", "", 0, {}, {}, "p.I/N.A/2"});
  auto watcher = log.process({9, "gw0", "r1", "", 1, 2});
  watcher.add(6, case_crash{{"I/N.A/1", "", 0, 10, "SIGSEGV", "p.I/N.A/2"}});
  watcher.add(
      7, case_missing{{"I/N.A/2", "", 0, 10, "not selected", "p.I/N.A/3"}});
  tool.add(11, finish("unit", "fail", {10}));
  EXPECT_THAT(
      summary(build_run_result(log.events, {})),
      ElementsAre("unit/p.I/N.A/1 pass", "unit/p.I/N.A/2 crash(SIGSEGV)",
                  "unit/p.I/N.A/3 not_run(not selected)"));
}

TEST(run_result, a_unit_that_fails_although_its_cases_pass_is_a_result) {
  forged_log log;
  auto tool = tool_of(log);
  tool.add(1, ctest_start{"unit", 1, 1, 1});
  auto only = log.process({10, "gw0", "r1", "", 1, 2});
  only.start(2, "@0+9:/u").begin_case(3, "A.One").end_case(4, "A.One");
  tool.add(11, finish("unit", "fail", {10}, "left a process behind"));
  EXPECT_THAT(
      summary(build_run_result(log.events, {})),
      ElementsAre("unit/A.One pass", "unit fail(left a process behind)"));
}

TEST(run_result, of_a_plain_ctest_has_what_the_tests_logged) {
  forged_log log;
  auto fine = log.process({10, "gw0", "r1", "A.B", 1, 2});
  fine.start(1, "A.B").begin_case(2, "A.B").end_case(5, "A.B").finish(6);
  auto dead = log.process({11, "gw1", "r1", "A.C", 1, 2});
  dead.start(3, "A.C").begin_case(4, "A.C");
  listed_test listed;
  listed.name = "p.A.B";
  listed.command = {"/build/A.B", "--gtest_filter=A.B"};
  const run_result result = build_run_result(log.events, {listed});
  EXPECT_THAT(summary(result),
              ElementsAre("p.A.B pass",
                          "A.C crash(its process ended in the middle of it)"));
  EXPECT_FALSE(result.end);
}

TEST(run_result, C70_a_killed_run_says_what_was_running_and_what_never_ran) {
  forged_log log;
  auto tool = tool_of(log);
  tool.add(1, ctest_start{"plain", 1, 1, 1});
  tool.add(2, ctest_start{"A.B", 2, 1, 1});
  auto test = log.process({10, "gw0", "r1", "A.B", 1, 2});
  test.start(3, "A.B").begin_case(4, "A.B");
  const run_result killed = build_run_result(log.events, {});
  EXPECT_THAT(summary(killed),
              ElementsAre("plain crash(it was running when the run ended)",
                          "A.B crash(it was running when the run ended)"));
  EXPECT_EQ(killed.tests[1].decisive().worker, "gw0");
  tool.add(5, run_finish{run_end::interrupted});
  listed_test never;
  never.name = "later";
  const run_result told = build_run_result(log.events, {never});
  EXPECT_EQ(summary(told).back(), "later not_run(it was not started)");
}

TEST(run_result, programs_that_a_test_starts_are_no_tests) {
  forged_log log;
  auto test = log.process({10, "gw0", "r1", "A.B", 1, 2});
  test.start(1, "A.B").begin_case(2, "A.B");
  auto inner = log.process({11, "gw0", "r1", "I.J", 10, 2});
  inner.start(3, "I.J").begin_case(4, "I.J").end_case(5, "I.J").finish(6);
  test.end_case(7, "A.B").finish(8);
  EXPECT_THAT(summary(build_run_result(log.events, {})),
              ElementsAre("A.B pass"));
}

TEST(run_result, the_case_of_a_launched_program_is_that_of_its_launcher) {
  forged_log log;
  auto tool = tool_of(log);
  auto launcher = log.process({10, "gw0", "r1", "launched", 1, 2});
  launcher.start(1);
  auto inner = log.process({11, "gw0", "r1", "I.J", 10, 2});
  inner.start(3, "I.J").begin_case(4, "I.J");
  inner.add(5, case_end("I.J", verdict::fail, "1 != 2")).finish(6);
  launcher.finish(7);
  tool.add(8, finish("launched", "fail", {10}));
  const run_result result = build_run_result(log.events, {});
  EXPECT_THAT(summary(result), ElementsAre("launched fail(1 != 2)"));
  EXPECT_EQ(result.tests[0].line, 7);
}

listed_test listed_as(const std::string& name) {
  listed_test made;
  made.name = name;
  return made;
}

TEST(run_result, processes_of_two_commands_are_not_one_test) {
  forged_log log;
  auto tool = tool_of(log);
  tool.add(1, ctest_start{"one", 1, 1, 1});
  for (const std::int64_t pid : {10, 11}) {
    auto test = log.process({pid, "gw0", "r1", "db", 1, 2});
    process_start start{"/b/t", 1, "db", 2, "db"};
    start.command = {"/b/t", "db", pid == 10 ? "one" : "two"};
    test.add(pid, start).begin_case(pid, "c").end_case(pid, "c").finish(pid);
  }
  tool.add(20, finish("one", "pass", {10, 11}));
  tool.add(21, run_finish{run_end::complete});
  EXPECT_THAT(
      build_run_result(log.events, {listed_as("one")}).contradictions,
      ElementsAre("processes of 2 commands were taken for the test 'one'"));
}

TEST(run_result, a_result_of_a_test_that_ctest_does_not_list_is_an_error) {
  forged_log log;
  auto tool = tool_of(log);
  tool.add(1, ctest_start{"one", 1, 1, 1}).add(9, finish("one", "pass"));
  auto stranger = log.process({10, "gw0", "r1", "x", 1, 2});
  stranger.start(2).begin_case(3, "x").end_case(4, "x").finish(5);
  const std::vector<listed_test> listing{listed_as("one")};
  EXPECT_THAT(build_run_result(log.events, listing).contradictions, IsEmpty())
      << "without our run the listing may be of another time";
  tool.add(21, run_finish{run_end::complete});
  EXPECT_THAT(build_run_result(log.events, {}).contradictions, IsEmpty());
  EXPECT_THAT(build_run_result(log.events, listing).contradictions,
              ElementsAre("2 results, of which 1 belong to none of the 1 tests "
                          "that ctest lists: 'x'"));
}

constexpr std::int64_t second = 1'000'000'000;

ctest_finish finish_after(std::int64_t duration_ns, const std::string& test,
                          std::vector<std::int64_t> processes) {
  ctest_finish end = finish(test, "pass", std::move(processes));
  end.duration_ns = duration_ns;
  return end;
}

TEST(run_result, what_held_the_output_of_an_ended_test_was_left_behind) {
  forged_log log;
  auto tool = tool_of(log);
  tool.add(0, ctest_start{"p.A.B", 1, 1, 1});
  auto test = log.process({10, "gw1", "r1", "A.B", 1, 2});
  test.start(1).begin_case(2, "A.B").end_case(3, "A.B").finish(second);
  const std::size_t events = log.events.size();
  tool.add(31 * second, finish_after(31 * second, "p.A.B", {10}));
  const run_result held = build_run_result(log.events, {});
  EXPECT_THAT(held.tests.at(0).left_behind,
              ElementsAre("a process that held its output for 30.00 s after "
                          "its end"));
  EXPECT_TRUE(held.tests[0].has_left_processes());
  log.events.resize(events);
  tool.add(3 * second, finish_after(2 * second, "p.A.B", {10}));
  EXPECT_THAT(build_run_result(log.events, {}).tests.at(0).left_behind,
              IsEmpty());
}

TEST(run_result, a_test_that_crashed_or_was_launched_held_nothing) {
  for (const bool is_launched : {false, true}) {
    forged_log log;
    auto tool = tool_of(log);
    tool.add(0, ctest_start{"p.A.B", 1, 1, 1});
    auto test = log.process({10, "gw1", "r1", "A.B", 1, 2});
    test.start(1).begin_case(2, "A.B").end_case(3, "A.B");
    if (is_launched) {
      test.add(4, launch_finish{"A.B", launch_end::exit, 0, 4, 0, "warn"});
      test.finish(5);
    }
    tool.add(31 * second, finish_after(31 * second, "p.A.B", {10}));
    EXPECT_THAT(build_run_result(log.events, {}).tests.at(0).left_behind,
                IsEmpty());
  }
}

TEST(run_result, knows_what_the_process_of_a_unit_took_around_its_cases) {
  forged_log log;
  auto tool = tool_of(log);
  tool.add(0, ctest_start{"unit", 1, 1, 1});
  auto only = log.process({10, "gw0", "r1", "", 1, 2});
  only.start(10, "@0+9:/u").begin_case(20, "A.One").end_case(30, "A.One");
  only.begin_case(40, "A.Two").end_case(45, "A.Two").finish(60);
  EXPECT_EQ(build_run_result(log.events, {}).around_cases_ns, 50 - 10 - 5)
      << "without ctest's view";
  tool.add(70, finish_after(70, "unit", {10}));
  EXPECT_EQ(build_run_result(log.events, {}).around_cases_ns, 70 - 10 - 5);
}

TEST(run_result, of_nothing_is_empty) {
  EXPECT_THAT(build_run_result({}, {}).tests, IsEmpty());
}

}  // namespace
}  // namespace parallel_testing::tools
