// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/verify/runs.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace parallel_testing::verify_command {
namespace {

using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::StartsWith;
using tools::verdict;

constexpr std::int64_t second = 1'000'000'000;

tools::test_result ended(const std::string& name, verdict outcome,
                         const std::string& message = "") {
  tools::test_result test;
  test.number = 1;
  test.name = name;
  test.attempts.push_back({});
  test.attempts.back().outcome = outcome;
  test.attempts.back().message = message;
  return test;
}

tools::run_result run_of(std::vector<tools::test_result> tests,
                         std::int64_t wall = second, std::int64_t workers = 2) {
  tools::run_result run;
  run.tests = std::move(tests);
  run.wall_ns = wall;
  run.workers = workers;
  return run;
}

TEST(results_check, passes_when_nothing_failed) {
  const check result = judge_results(
      "parallel_run",
      {run_of({ended("a", verdict::pass), ended("b", verdict::skip)})});
  EXPECT_EQ(result.how, standing::pass);
  EXPECT_EQ(result.summary,
            "1 passed, 1 skipped, 0 did not pass, with 2 workers in 1.00 s");
}

TEST(results_check, names_what_failed_and_why) {
  const check result = judge_results(
      "parallel_run",
      {run_of({ended("a", verdict::crash, "SIGSEGV\nand more")})});
  ASSERT_THAT(result.problems, SizeIs(1));
  EXPECT_EQ(result.problems[0].text, "crash a: SIGSEGV");
}

TEST(results_check, names_ten_and_counts_the_others) {
  std::vector<tools::test_result> tests;
  for (int each = 0; each < 15; ++each) {
    tests.push_back(ended("t" + std::to_string(each), verdict::fail));
  }
  const check result = judge_results("serial_run", {run_of(std::move(tests))});
  ASSERT_THAT(result.problems, SizeIs(11));
  EXPECT_EQ(result.problems.back().text, "and 5 more");
}

TEST(results_check, counts_a_test_that_failed_in_one_round_of_three) {
  const auto good =
      run_of({ended("a", verdict::pass), ended("b", verdict::pass)});
  auto last =
      run_of({ended("a", verdict::fail, "1 != 2"), ended("b", verdict::pass)});
  last.seed = "17";
  const check result = judge_results("parallel_run", {good, good, last});
  EXPECT_EQ(result.how, standing::fail);
  EXPECT_EQ(result.summary,
            "1 passed, 0 skipped, 1 did not pass, with 2 workers in 3 rounds, "
            "the last one in the order of the seed 17, 3.00 s");
  ASSERT_THAT(result.problems, SizeIs(1));
  EXPECT_EQ(result.problems[0].text, "fail a in 1 of 3 rounds: 1 != 2");
}

TEST(counts_check, fails_where_results_belong_to_no_test) {
  const auto good = run_of({ended("a", verdict::pass)});
  EXPECT_EQ(judge_counts({good}, good).how, standing::pass);
  auto odd = good;
  odd.contradictions = {"2 results of 1 test"};
  const check result = judge_counts({good, odd}, odd);
  ASSERT_THAT(result.problems, SizeIs(1));
  EXPECT_EQ(result.problems[0].text, "internal error: 2 results of 1 test");
}

tools::test_result at(const std::string& name, std::int64_t begin,
                      std::int64_t end) {
  tools::test_result test = ended(name, verdict::pass);
  test.attempts[0].start_mono_ns = begin;
  test.attempts[0].duration_ns = end - begin;
  return test;
}

TEST(company_check, reports_which_part_of_all_pairs_ran_side_by_side) {
  const auto first = run_of(
      {at("a", 0, 10), at("b", 5, 12), at("c", 12, 20), at("d", 20, 30)});
  EXPECT_THAT(judge_company({first}).summary,
              AllOf(StartsWith("1 of 6 pairs of tests ran at the same time"),
                    HasSubstr("with a probability of 17 %"),
                    HasSubstr("two of five such tests with 84 %")));
  const auto other =
      run_of({at("d", 0, 9), at("c", 1, 9), at("b", 1, 9), at("a", 9, 10)});
  EXPECT_THAT(judge_company({first, other, other}).summary,
              StartsWith("4 of 6 pairs"));
}

TEST(company_check, reports_nothing_of_tests_that_ran_one_by_one) {
  const auto run = run_of({at("a", 0, 10), at("b", 10, 12)});
  EXPECT_EQ(judge_company({run, run}).how, standing::skipped);
}

TEST(equality_check, counts_the_rounds_in_which_a_test_ends_differently) {
  const auto good = run_of({ended("a", verdict::pass)});
  const auto bad = run_of({ended("a", verdict::fail)});
  const check result = judge_equal({good, bad, bad}, good);
  ASSERT_THAT(result.problems, SizeIs(1));
  EXPECT_EQ(result.problems[0].text,
            "a: fail in parallel, pass one by one (in 2 of 3 rounds)");
}

TEST(speed_up_check, compares_no_runs_with_different_results) {
  const check result = judge_speed_up(
      run_of({ended("a", verdict::fail), ended("b", verdict::pass)}, second),
      run_of({ended("a", verdict::pass), ended("b", verdict::pass)}, 5 * second,
             1));
  EXPECT_EQ(result.how, standing::skipped);
  EXPECT_EQ(result.summary,
            "1 test ended differently one by one and in parallel, and times of "
            "different work cannot be compared");
}

TEST(equality_check, passes_when_all_end_the_same_way) {
  const auto run =
      run_of({ended("a", verdict::pass), ended("b", verdict::fail)});
  EXPECT_EQ(judge_equal({run}, run).how, standing::pass);
}

TEST(equality_check, names_what_ends_differently) {
  const check result = judge_equal(
      {run_of({ended("a", verdict::fail), ended("new", verdict::pass)})},
      run_of({ended("a", verdict::pass), ended("old", verdict::pass)}));
  ASSERT_THAT(result.problems, SizeIs(3));
  EXPECT_EQ(result.problems[0].text, "a: fail in parallel, pass one by one");
  EXPECT_EQ(result.problems[1].text, "new is missing in the serial run");
  EXPECT_EQ(result.problems[2].text, "old is missing in the parallel run");
}

TEST(equality_check, distinguishes_equal_cases_of_different_units) {
  tools::test_result one = ended("case", verdict::pass);
  one.unit = "first";
  tools::test_result other = ended("case", verdict::fail);
  other.unit = "second";
  EXPECT_EQ(judge_equal({run_of({one, other})}, run_of({other, one})).how,
            standing::pass);
}

TEST(speed_up_check, reports_the_ratio_and_what_held_it_back) {
  tools::test_result longest = ended("Slow.One", verdict::pass);
  longest.attempts[0].duration_ns = 3 * second;
  const check result = judge_speed_up(run_of({longest}, 4 * second),
                                      run_of({longest}, 6 * second, 1));
  EXPECT_EQ(result.how, standing::pass);
  EXPECT_THAT(result.summary,
              AllOf(StartsWith("1.50 x: 6.00 s one by one, 4.00 s with 2"),
                    EndsWith("the longest test, 'Slow.One', takes 3.00 s")));
}

TEST(speed_up_check, fails_when_parallel_is_slower) {
  const check result =
      judge_speed_up(run_of({}, 6 * second), run_of({}, 5 * second, 1));
  EXPECT_EQ(result.how, standing::fail);
  EXPECT_EQ(judge_speed_up(run_of({}, 5 * second), run_of({}, 5 * second)).how,
            standing::pass)
      << "no slower than chance explains";
}

TEST(speed_up_check, reports_when_it_cannot_judge) {
  EXPECT_THAT(judge_speed_up(run_of({}, 1), run_of({}, 2)).summary,
              EndsWith("too short for a judgement"));
  EXPECT_THAT(judge_speed_up(run_of({}, second, 1), run_of({}, second)).summary,
              EndsWith("there is only one worker"));
}

TEST(leftovers_check, names_tests_and_programs) {
  tools::test_result test = ended("a", verdict::pass);
  EXPECT_EQ(judge_leftovers({run_of({test})}).how, standing::pass);
  test.left_behind = {"redis-server", "sleep"};
  const check result = judge_leftovers({run_of({test})});
  ASSERT_THAT(result.problems, SizeIs(1));
  EXPECT_EQ(result.summary, "1 test left processes behind");
  EXPECT_EQ(result.problems[0].text, "a left redis-server, sleep behind");
  EXPECT_THAT(result.problems[0].remedy, HasSubstr("`supervised`"));
  test.is_launched = true;
  EXPECT_THAT(judge_leftovers({run_of({test})}).problems.at(0).remedy,
              HasSubstr("`leak:allow`"));
}

TEST(shared_processes_check, names_cases_that_did_not_run) {
  tools::discovered_target target;
  target.call = "parallel_discover_tests(t)";
  target.executable = "/b/t";
  target.units = {{"@0+9",
                   {{"A.x", "A.x", "", {}, "A.x", "A.x"},
                    {"A.y", "A.y", "", {}, "A.y", "A.y"}}}};
  tools::test_result ran = ended("A.x", verdict::fail);
  ran.unit = "A";
  ran.executable = "/b/t";
  tools::test_result lost = ran;
  lost.name = "A.y";
  const check fine = judge_cases(run_of({ran, lost}), {target});
  EXPECT_EQ(fine.how, standing::pass);
  lost.attempts[0].outcome = verdict::not_run;
  const check result = judge_cases(run_of({ran, lost}), {target});
  ASSERT_THAT(result.problems, SizeIs(1));
  EXPECT_EQ(result.problems[0].text,
            "parallel_discover_tests(t): 'A.y' did not run");
}

TEST(shared_processes, are_no_check_where_there_are_none) {
  EXPECT_EQ(judge_cases(run_of({}), {}).how, standing::skipped);
}

TEST(isolation_check, fails_on_what_the_replayer_finds) {
  tools::replay_result replayed;
  EXPECT_EQ(judge_isolation(replayed, {}).how, standing::skipped);
  replayed.history.processes.emplace_back();
  EXPECT_EQ(judge_isolation(replayed, {}).how, standing::pass);
  tools::finding found;
  found.kind = tools::finding_kind::port_held_twice;
  found.resource = "20001/tcp";
  replayed.findings.push_back(found);
  const check result = judge_isolation(replayed, {});
  EXPECT_EQ(result.how, standing::fail);
  ASSERT_THAT(result.problems, SizeIs(1));
  EXPECT_THAT(result.problems[0].text, HasSubstr("20001/tcp"));
}

TEST(isolation_check, fails_on_lines_that_cannot_be_read) {
  tools::replay_result replayed;
  replayed.history.processes.emplace_back();
  const check result =
      judge_isolation(replayed, {{{"is cut off", "-"}, "/r/events.ndjson", 7}});
  EXPECT_EQ(result.how, standing::fail);
  ASSERT_THAT(result.problems, SizeIs(1));
  EXPECT_THAT(result.problems[0].text, HasSubstr("/r/events.ndjson:7"));
}

}  // namespace
}  // namespace parallel_testing::verify_command
