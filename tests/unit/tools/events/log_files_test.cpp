// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "events/log_files.hpp"

#include <gtest/gtest.h>

#include <sstream>

#include "base/line_reader.hpp"

namespace parallel_testing::tools {
namespace {

std::string good_line(int seq) {
  return R"({"v":1,"event":"warning","time_ns":5,"mono_ns":6,"run":"r1",)"
         R"("worker":"gw0","pid":7,"message":"m","seq":)" +
         std::to_string(seq) + "}\n";
}

event_log read_text(const std::string& text) {
  event_log result;
  std::istringstream input(text);
  read_events(
      input, "events.ndjson",
      {[&](event&& next) { result.events.push_back(std::move(next)); },
       [&](diagnostic&& next) { result.problems.push_back(std::move(next)); }});
  return result;
}

TEST(event_log, reads_all_lines_in_order) {
  const event_log log = read_text(good_line(0) + good_line(1) + good_line(2));
  EXPECT_TRUE(log.problems.empty());
  ASSERT_EQ(log.events.size(), 3U);
  EXPECT_EQ(log.events[2].seq, 2);
}

TEST(event_log, is_empty_for_an_empty_file) {
  const event_log log = read_text("");
  EXPECT_TRUE(log.events.empty());
  EXPECT_TRUE(log.problems.empty());
}

TEST(event_log, names_file_line_and_remedy_of_a_bad_line_and_reads_on) {
  const event_log log = read_text(good_line(0) + "{}\n" + good_line(1));
  EXPECT_EQ(log.events.size(), 2U);
  ASSERT_EQ(log.problems.size(), 1U);
  EXPECT_EQ(to_text(log.problems[0]),
            "events.ndjson:2: field 'v' is missing; docs/events.md lists the "
            "fields; check that no other program wrote or edited the log");
}

TEST(event_log, reports_a_line_that_was_cut_short) {
  const std::string cut = good_line(1);
  const event_log log = read_text(good_line(0) + cut.substr(0, 40));
  EXPECT_EQ(log.events.size(), 1U);
  ASSERT_EQ(log.problems.size(), 1U);
  EXPECT_EQ(
      to_text(log.problems[0]),
      "events.ndjson:2: the line ends without a newline, so its writing was "
      "cut short; check for a full disk, or wait until the file is copied");
}

TEST(event_log, skips_a_line_of_hostile_length) {
  const std::string hostile(3 * max_line_bytes, 'x');
  const event_log log = read_text(hostile + "\n" + good_line(0));
  EXPECT_EQ(log.events.size(), 1U);
  ASSERT_EQ(log.problems.size(), 1U);
  EXPECT_EQ(log.problems[0].line, 1U);
  EXPECT_EQ(log.problems[0].text, "the line is longer than 1048576 bytes");
}

TEST(event_log, takes_a_line_of_the_greatest_length) {
  std::string longest = good_line(0);
  longest.insert(longest.size() - 2,
                 std::string(max_line_bytes + 1 - longest.size(), ' '));
  const event_log log = read_text(longest);
  EXPECT_TRUE(log.problems.empty());
  EXPECT_EQ(log.events.size(), 1U);
}

TEST(event_log, stops_reading_what_is_no_event_log) {
  std::string text;
  for (std::size_t i = 0; i < 10 * max_diagnostics; ++i) {
    text += "int main() {}\n";
  }
  const event_log log = read_text(text);
  ASSERT_EQ(log.problems.size(), max_diagnostics + 1);
  EXPECT_EQ(log.problems.back().text, "10 bad lines, the rest was not read");
}

TEST(event_log, refuses_a_newer_schema_with_one_error) {
  std::string newer;
  for (int seq = 1; seq < 5; ++seq) {
    newer += good_line(seq).replace(0, 6, R"({"v":3)");
  }
  const event_log log = read_text(good_line(0) + newer);
  EXPECT_EQ(log.events.size(), 1U);
  ASSERT_EQ(log.problems.size(), 1U);
  EXPECT_EQ(to_text(log.problems[0]),
            "events.ndjson:2: schema version 3 is newer than 2, which this "
            "program reads; "
            "use the program of the ParallelTesting version that ran the "
            "tests");
}

TEST(event_log, reports_a_file_that_cannot_be_read) {
  const event_log log = load_event_logs({"/nonexistent/events.ndjson", "/"});
  ASSERT_EQ(log.problems.size(), 2U);
  EXPECT_EQ(to_text(log.problems[0]),
            "/nonexistent/events.ndjson: cannot be read: No such file or "
            "directory; pass the events.ndjson of a run, "
            "<build>/Testing/ParallelTesting/runs/<run id>/events.ndjson");
  EXPECT_EQ(log.problems[1].text, "cannot be read: Is a directory");
}

TEST(event_log, numbers_lines_across_the_buffer_of_the_reader) {
  std::string text;
  int lines = 0;
  while (text.size() < 300'000) {
    text += good_line(lines++);
  }
  text += "bad\n";
  const event_log log = read_text(text);
  EXPECT_EQ(log.events.size(), static_cast<std::size_t>(lines));
  ASSERT_EQ(log.problems.size(), 1U);
  EXPECT_EQ(log.problems[0].line, static_cast<std::size_t>(lines) + 1);
}

}  // namespace
}  // namespace parallel_testing::tools
