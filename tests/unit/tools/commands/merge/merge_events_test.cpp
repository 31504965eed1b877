// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/merge/merge_events.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "results/build_run_result.hpp"
#include "results/writers/json.hpp"

namespace parallel_testing::merge_command {
namespace {

using testing::HasSubstr;
using testing::SizeIs;
using testing::UnorderedElementsAre;

std::string file_of(const std::string& name, const std::string& text) {
  const std::string path = testing::TempDir() + "/" + name;
  std::ofstream(path, std::ios::binary) << text;
  return path;
}

std::string sample() {
  std::ifstream file(SAMPLE_LOG, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string replaced(std::string text, const std::string& from,
                     const std::string& to) {
  for (std::size_t at = text.find(from); at != std::string::npos;
       at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
  return text;
}

/// The sample, as if other tests had run an hour after boot of another machine.
std::string other_sample() {
  std::string text = replaced(sample(), "\"Orders.", "\"Billing.");
  text = replaced(text, "\"mono_ns\":8640", "\"mono_ns\":360");
  return replaced(text, "0123456789abcdef", "fedcba9876543210");
}

tools::run_result result_of(const merged_events& merged) {
  std::istringstream input(merged.text);
  std::vector<tools::event> events;
  tools::read_events(
      input, "merged",
      {[&](tools::event&& next) { events.push_back(std::move(next)); },
       [](tools::diagnostic&& problem) {
         ADD_FAILURE() << tools::to_text(problem);
       }});
  return tools::build_run_result(events, {});
}

TEST(merge_events, logs_of_two_machines_become_one_run) {
  const merged_events merged = merge_events(
      {file_of("1.ndjson", sample()), file_of("2.ndjson", other_sample())});
  EXPECT_THAT(merged.problems, SizeIs(0));
  const tools::run_result run = result_of(merged);
  EXPECT_EQ(run.run, "0123456789abcdef0123456789abcdef");
  EXPECT_EQ(run.workers, 4);
  EXPECT_EQ(run.end, tools::run_end::complete);
  // They ran at the same time, as the clock of the day says.
  EXPECT_EQ(run.wall_ns, 1'055'000'000);
  std::vector<std::string> exports;
  for (const tools::test_result& test : run.tests) {
    if (test.name.ends_with(".Export")) {
      exports.push_back(test.name + " " + test.decisive().worker);
      EXPECT_EQ(test.waited_ns(), 400'000'000);
    }
  }
  EXPECT_THAT(exports,
              UnorderedElementsAre("Orders.Export gw1", "Billing.Export gw3"));
}

TEST(merge_events, a_test_of_two_shards_has_a_round_for_each) {
  const std::string path = file_of("1.ndjson", sample());
  const tools::run_result run = result_of(merge_events({path, path}));
  EXPECT_THAT(run.tests, SizeIs(11));
  for (const tools::test_result& test : run.tests) {
    EXPECT_THAT(test.attempts, SizeIs(test.name == "Orders.Flaky" ? 4 : 2))
        << test.name;
  }
}

TEST(merge_events, of_one_log_tell_the_same) {
  const tools::run_result run =
      result_of(merge_events({file_of("1.ndjson", sample())}));
  const tools::run_result plain =
      tools::build_run_result(tools::load_event_logs({SAMPLE_LOG}).events, {});
  EXPECT_EQ(run.wall_ns, plain.wall_ns);
  EXPECT_EQ(run.tests.size(), plain.tests.size());
  for (std::size_t at = 0; at < run.tests.size(); ++at) {
    EXPECT_EQ(run.tests[at].name, plain.tests[at].name);
    EXPECT_EQ(run.tests[at].outcome(), plain.tests[at].outcome());
    EXPECT_EQ(run.tests[at].decisive().pid, plain.tests[at].decisive().pid);
  }
}

TEST(merge_events, the_end_is_unknown_when_one_shard_was_killed) {
  const std::string text = sample();
  const std::string killed =
      text.substr(0, text.find("{\"v\":1,\"event\":\"run_finish\""));
  const merged_events merged = merge_events(
      {file_of("1.ndjson", killed), file_of("2.ndjson", other_sample())});
  EXPECT_FALSE(result_of(merged).end);
}

TEST(merge_events, logs_of_two_schema_versions_become_one_of_the_newer) {
  ASSERT_THAT(sample(), HasSubstr("\"v\":1,\"event\":\"run_finish\""));
  const std::string newer =
      merge_events({file_of("1.ndjson", other_sample())}).text;
  ASSERT_THAT(newer, HasSubstr("\"v\":2,\"event\":\"run_finish\""));
  const merged_events merged =
      merge_events({file_of("1.ndjson", sample()), file_of("2.ndjson", newer)});
  EXPECT_THAT(merged.problems, testing::IsEmpty());
  EXPECT_THAT(merged.text, testing::Not(HasSubstr("\"v\":1")));
  const tools::run_result of_two = result_of(merged);
  const tools::run_result of_one_version = result_of(merge_events(
      {file_of("1.ndjson", sample()), file_of("2.ndjson", other_sample())}));
  EXPECT_EQ(of_two.end, tools::run_end::complete);
  EXPECT_EQ(tools::json_text(of_two), tools::json_text(of_one_version));
}

TEST(merge_events, stops_at_the_first_line_of_a_newer_schema) {
  const std::string text = replaced(sample(), "{\"v\":1,", "{\"v\":3,");
  const std::string path = file_of("1.ndjson", text);
  const merged_events merged = merge_events({path});
  ASSERT_THAT(merged.problems, SizeIs(1));
  EXPECT_EQ(tools::to_text(merged.problems[0]),
            path +
                ":1: schema version 3 is newer than 2, which this program "
                "reads; use the "
                "program of the ParallelTesting version that ran the tests");
}

TEST(merge_events, what_was_merged_merges_again) {
  const std::string once = merge_events({file_of("1.ndjson", sample()),
                                         file_of("2.ndjson", sample()),
                                         file_of("3.ndjson", sample())})
                               .text;
  const merged_events twice = merge_events(
      {file_of("once.ndjson", once), file_of("4.ndjson", sample())});
  EXPECT_THAT(twice.problems, testing::IsEmpty());
  EXPECT_EQ(std::count(twice.text.begin(), twice.text.end(), '\n'),
            4 * (std::count(once.begin(), once.end(), '\n') - 2) / 3 + 2);
}

TEST(merge_events, C74_bad_lines_are_named_and_left_out) {
  std::string text = sample();
  text.insert(0, "<xml>\n{\"v\":1}\n");
  text += text.substr(text.size() / 2, 40);
  const std::string path = file_of("1.ndjson", text);
  const merged_events merged = merge_events({path});
  EXPECT_THAT(merged.problems, SizeIs(testing::Ge(3U)));
  EXPECT_THAT(tools::to_text(merged.problems[0]), HasSubstr(path + ":1: "));
  EXPECT_THAT(result_of(merged).tests, SizeIs(11));
}

TEST(merge_events, C33_the_torn_event_of_a_killed_process_spoils_no_other) {
  std::string text = sample();
  const std::size_t second = text.find('\n') + 1;
  text.insert(second, text.substr(second, 30));
  const merged_events merged = merge_events({file_of("1.ndjson", text)});
  EXPECT_THAT(merged.problems, SizeIs(0));
  EXPECT_EQ(merged.text, merge_events({file_of("2.ndjson", sample())}).text);
}

TEST(merge_events, C74_numbers_beyond_all_counting_are_refused) {
  std::string problems;
  for (const char* field : {"time_ns", "mono_ns", "pid", "parent_pid",
                            "attempt", "round", "workers"}) {
    const std::string mark = "\"" + std::string(field) + "\":";
    std::string text = sample();
    const std::size_t at = text.find(mark) + mark.size();
    text.replace(at, text.find_first_of(",}", at) - at, "9223372036854775807");
    EXPECT_THAT(merge_events({file_of("1.ndjson", text)}).problems, SizeIs(1))
        << field;
  }
}

TEST(merge_events, C74_a_missing_log_is_a_problem) {
  EXPECT_THAT(merge_events({"/nowhere.ndjson"}).problems, SizeIs(1));
}

}  // namespace
}  // namespace parallel_testing::merge_command
