// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "cluster/agent_report.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <parallel_testing/temp_dir.hpp>

namespace parallel_testing::cluster {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

agent_record end_of_test() {
  agent_record made;
  made.kind = report_kind::end;
  made.number = 7;
  made.name = "a \"b\"";
  made.text = "line\n\xFF";
  made.attempt = 2;
  made.worker = "gw1";
  made.outcome = events::verdict::timeout;
  made.is_excused = true;
  made.message = "Timeout";
  made.left = {"server"};
  made.duration_ns = 5;
  return made;
}

TEST(agent_report, is_read_as_it_was_written) {
  const agent_record read = parse_record(to_line(end_of_test()));
  EXPECT_EQ(read.kind, report_kind::end);
  EXPECT_EQ(read.number, 7);
  EXPECT_EQ(read.name, "a \"b\"");
  EXPECT_EQ(read.text, "line\n\xEF\xBF\xBD");
  EXPECT_EQ(read.attempt, 2);
  EXPECT_EQ(read.worker, "gw1");
  EXPECT_EQ(read.outcome, events::verdict::timeout);
  EXPECT_TRUE(read.is_excused);
  EXPECT_EQ(read.message, "Timeout");
  EXPECT_THAT(read.left, ElementsAre("server"));
  EXPECT_EQ(read.duration_ns, 5);

  agent_record running;
  running.kind = report_kind::running;
  running.running = {{"gw0", "t", 3}};
  const agent_record again = parse_record(to_line(running));
  ASSERT_THAT(again.running, SizeIs(1));
  EXPECT_EQ(again.running[0].name, "t");
}

TEST(agent_report, of_an_agent_that_is_killed_is_read_up_to_its_last_line) {
  const temp_dir directory;
  const std::string path = (directory.path() / "report").string();
  std::ofstream(path) << "";
  report_reader reader(path);
  EXPECT_THAT(reader.read(), IsEmpty());
  report_writer writer(path);
  writer.add(end_of_test());
  writer.flush();
  std::ofstream(path, std::ios::app) << "not a report\n{\"report\":\"al";
  EXPECT_THAT(reader.read(), SizeIs(1));
  EXPECT_THAT(reader.read(), IsEmpty());
  std::ofstream(path, std::ios::app) << "ive\"}\n";
  const auto rest = reader.read();
  ASSERT_THAT(rest, SizeIs(1));
  EXPECT_EQ(rest[0].kind, report_kind::alive);
}

}  // namespace
}  // namespace parallel_testing::cluster
