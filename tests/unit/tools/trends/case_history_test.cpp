// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "trends/case_history.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "base/whole_file.hpp"

namespace parallel_testing::tools {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

attempt past_attempt(verdict how, std::int64_t ms, std::int64_t round = 1) {
  attempt made;
  made.outcome = how;
  made.duration_ns = ms * 1'000'000;
  made.round = round;
  return made;
}

run_result past_result(const std::string& id,
                       const std::vector<attempt>& attempts,
                       const std::string& name = "a") {
  run_result run;
  run.run = id;
  run.start_ns = 5'000'000'000;
  test_result test;
  test.name = name;
  test.attempts = attempts;
  run.tests.push_back(std::move(test));
  return run;
}

TEST(case_history, C99_knows_passes_failures_flaky_passes_and_durations) {
  case_history history;
  history.add(past_result("1", {past_attempt(verdict::pass, 3)}));
  history.add(past_result("2", {past_attempt(verdict::crash, 4)}));
  history.add(past_result(
      "3", {past_attempt(verdict::fail, 5), past_attempt(verdict::pass, 6)}));
  history.add(past_result("4", {past_attempt(verdict::skip, 7)}));
  history.add(past_result("5", {past_attempt(verdict::not_run, 8)}));
  ASSERT_THAT(history.cases(), SizeIs(1));
  EXPECT_THAT(history.cases()[0].ends,
              ElementsAre(past_end::pass, past_end::fail, past_end::flaky,
                          past_end::skip));
  EXPECT_THAT(history.cases()[0].durations_us,
              ElementsAre(3000, 4000, 6000, 0));
  EXPECT_THAT(history.runs(), SizeIs(5));
}

TEST(case_history, C99_each_round_of_a_run_counts_once) {
  case_history history;
  history.add(past_result(
      "1",
      {past_attempt(verdict::fail, 1, 1), past_attempt(verdict::pass, 2, 1),
       past_attempt(verdict::fail, 3, 2), past_attempt(verdict::pass, 4, 3)}));
  EXPECT_THAT(history.cases()[0].ends,
              ElementsAre(past_end::flaky, past_end::fail, past_end::pass));
}

TEST(case_history, C99_a_run_counts_once_however_often_it_is_added) {
  case_history history;
  for (int at = 0; at < 3; ++at) {
    history.add(past_result("same", {past_attempt(verdict::pass, 3)}));
  }
  EXPECT_THAT(history.cases()[0].ends, SizeIs(1));
}

TEST(case_history, C99_a_test_that_never_ran_is_no_case) {
  case_history history;
  history.add(past_result("1", {past_attempt(verdict::not_run, 0)}));
  EXPECT_THAT(history.cases(), IsEmpty());
}

TEST(case_history, C99_only_the_last_runs_are_kept) {
  case_history history;
  for (int run = 0; run < 260; ++run) {
    history.add(
        past_result(std::to_string(run), {past_attempt(verdict::pass, run)}));
  }
  EXPECT_THAT(history.runs(), SizeIs(case_history::most_runs));
  EXPECT_EQ(history.runs().back().id, "259");
  ASSERT_THAT(history.cases()[0].ends, SizeIs(case_history::most_ends));
  EXPECT_EQ(history.cases()[0].durations_us.back(), 259'000);
}

TEST(case_history, C99_is_what_its_file_says) {
  case_history history;
  history.add(
      past_result("r\"1", {past_attempt(verdict::fail, 3)}, "a \"b\"\nc\\"));
  history.add(past_result("2", {past_attempt(verdict::pass, 4)}, "d"));
  case_history again;
  again.read(history.text());
  EXPECT_EQ(again.bad_lines(), 0U);
  EXPECT_EQ(again.text(), history.text());
  ASSERT_THAT(again.cases(), SizeIs(2));
  EXPECT_EQ(again.cases()[0].name, "a \"b\"\nc\\");
  EXPECT_EQ(again.runs()[0].id, "r\"1");
  again.add(past_result("2", {past_attempt(verdict::pass, 4)}, "d"));
  EXPECT_EQ(again.text(), history.text());
}

TEST(case_history, C99_cases_that_are_gone_are_forgotten) {
  case_history history;
  history.add(past_result("1", {past_attempt(verdict::pass, 3)}, "old"));
  run_result late = past_result("2", {past_attempt(verdict::pass, 4)}, "new");
  late.start_ns += (case_history::forgotten_after_ms + 1) * 1'000'000;
  history.add(late);
  EXPECT_THAT(history.text(), HasSubstr("\"new\""));
  EXPECT_THAT(history.text(), testing::Not(HasSubstr("\"old\"")));
}

TEST(case_history, C74_lines_that_are_not_of_a_history_are_left_out) {
  case_history history;
  history.read(
      "{\"v\":1,\"runs\":[\"1\"],\"starts_ms\":[5]}\n"
      "no json\n"
      "{\"case\":\"a\",\"unit\":\"\",\"last_ms\":5,\"ends\":\"p\",\"us\":[1,2]"
      "}\n"
      "{\"case\":\"a\",\"unit\":\"\",\"last_ms\":5,\"ends\":\"x\",\"us\":[1]}\n"
      "{\"v\":2,\"runs\":[],\"starts_ms\":[]}\n"
      "{\"v\":1,\"runs\":[\"1\"],\"starts_ms\":[]}\n"
      "{\"case\":\"b\",\"unit\":\"\",\"last_ms\":5,\"ends\":\"p\",\"us\":[1]}"
      "\n");
  EXPECT_EQ(history.bad_lines(), 5U);
  ASSERT_THAT(history.cases(), SizeIs(1));
  EXPECT_EQ(history.cases()[0].name, "b");
  EXPECT_THAT(history.runs(), SizeIs(1));
  EXPECT_EQ(bad_lines_text(history, "/h"),
            "5 lines of /h cannot be read and do not count; the next run "
            "writes the file without them");
  EXPECT_EQ(bad_lines_text({}, "/h"), "");
}

TEST(case_history, C99_a_file_grows_by_each_run) {
  const std::string path = testing::TempDir() + "kept/by/ci/history.ndjson";
  EXPECT_EQ(
      add_to_history(path, past_result("1", {past_attempt(verdict::pass, 1)})),
      "");
  EXPECT_EQ(
      add_to_history(path, past_result("2", {past_attempt(verdict::fail, 1)})),
      "");
  EXPECT_THAT(load_history(path).cases().at(0).ends,
              ElementsAre(past_end::pass, past_end::fail));
  EXPECT_THAT(add_to_history("/proc/nowhere/h", past_result("1", {})),
              HasSubstr("cannot write the history '/proc/nowhere/h': "));
}

TEST(case_history, C99_a_file_is_recognised_by_its_first_line) {
  const std::string path = testing::TempDir() + "h";
  std::ofstream(path) << case_history().text();
  EXPECT_TRUE(is_history_file(path));
  std::ofstream(path) << R"({"v":1,"event":"run_start","time_ns":1})"
                      << "\n";
  EXPECT_FALSE(is_history_file(path));
  std::ofstream(path) << "{";
  EXPECT_FALSE(is_history_file(path));
}

TEST(case_history, C99_a_file_that_cannot_be_read_is_not_replaced) {
  const std::string path = testing::TempDir() + "history.ndjson";
  std::filesystem::create_directory(path);
  EXPECT_EQ(add_to_history(path, past_result("1", {})),
            "cannot read the history '" + path +
                "', so this run is not added to it: make it a readable file or "
                "remove it");
}

TEST(case_history, C99_runs_that_end_together_lose_nothing) {
  constexpr std::size_t writers = 4;
  constexpr std::size_t runs_of_each = 8;
  const std::string path = testing::TempDir() + "shared/history.ndjson";
  std::vector<std::thread> all;
  for (std::size_t writer = 0; writer < writers; ++writer) {
    all.emplace_back([&path, writer] {
      for (std::size_t run = 0; run < runs_of_each; ++run) {
        EXPECT_EQ(
            add_to_history(path, past_result(std::to_string(writer * 100 + run),
                                             {past_attempt(verdict::pass, 1)})),
            "");
      }
    });
  }
  for (std::thread& each : all) {
    each.join();
  }
  const case_history history = load_history(path);
  EXPECT_EQ(history.runs().size(), writers * runs_of_each);
  EXPECT_EQ(history.cases().at(0).ends.size(), writers * runs_of_each);
}

TEST(case_history, C99_the_file_is_in_the_build_tree_or_where_ci_keeps_it) {
  ::unsetenv("PARALLEL_TESTING_HISTORY");
  EXPECT_EQ(history_file_of("/b"), "/b/Testing/ParallelTesting/history.ndjson");
  ::setenv("PARALLEL_TESTING_HISTORY", "/cache/h", 1);
  EXPECT_EQ(history_file_of("/b"), "/cache/h");
}

}  // namespace
}  // namespace parallel_testing::tools
