// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "events/event_writer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "events/event_parser.hpp"
#include "events/log_files.hpp"

namespace parallel_testing::tools {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

TEST(event_writer, what_it_writes_is_what_a_reader_reads) {
  const std::string folder = testing::TempDir() + "a/run";
  {
    event_writer writer(folder, "r1");
    writer.add(run_start{"shop", "/b", "/bin/ctest", 2, "7"});
    writer.add(ctest_start{"A \"B\"", 3, 1, 1});
    ctest_finish end;
    static_cast<ctest_start&>(end) = {"A \"B\"", 3, 1, 1};
    end.outcome = verdict::crash;
    end.duration_ns = 5;
    end.message = "SIGSEGV";
    end.output = "bytes \xFF and\nlines";
    end.file = "/s/CMakeLists.txt";
    end.line = 9;
    end.labels = {"slow"};
    end.processes = {10, 11};
    writer.add(end);
    writer.add(ctest_left{"A", 3, 12, "server"});
    writer.add(run_shard{2, 3, "time", "0f", 9, {4, 5}, {5}, {3}, "b1", "t1"});
    writer.add(shard_tests{{4, 7}, {"A", "B;c"}});
    writer.add(run_finish{run_end::complete});
    EXPECT_EQ(writer.problem(), "");
  }
  const event_log log = load_event_logs({folder + "/events.ndjson"});
  EXPECT_THAT(log.problems, IsEmpty());
  ASSERT_THAT(log.events, SizeIs(7));
  EXPECT_EQ(log.events[6].seq, 6);
  EXPECT_EQ(log.events[0].body.get<run_start>().seed, "7");
  const auto& end = log.events[2].body.get<ctest_finish>();
  EXPECT_EQ(end.test, "A \"B\"");
  EXPECT_EQ(end.number, 3);
  EXPECT_EQ(end.outcome, verdict::crash);
  EXPECT_EQ(end.output, "bytes \xEF\xBF\xBD and\nlines");
  EXPECT_THAT(end.processes, ElementsAre(10, 11));
  EXPECT_EQ(log.events[3].body.get<ctest_left>().program, "server");
  EXPECT_EQ(log.events[6].body.get<run_finish>().end, run_end::complete);
  const auto& part = log.events[4].body.get<run_shard>();
  EXPECT_EQ(part.index, 2);
  EXPECT_EQ(part.count, 3);
  EXPECT_EQ(part.by, "time");
  EXPECT_EQ(part.plan, "0f");
  EXPECT_EQ(part.all_tests, 9);
  EXPECT_THAT(part.tests, ElementsAre(4, 5));
  EXPECT_THAT(part.repeated, ElementsAre(5));
  EXPECT_THAT(part.empty, ElementsAre(3));
  EXPECT_EQ(part.build, "b1");
  EXPECT_EQ(part.times, "t1");
  const auto& all = log.events[5].body.get<shard_tests>();
  EXPECT_THAT(all.numbers, ElementsAre(4, 7));
  EXPECT_THAT(all.names, ElementsAre("A", "B;c"));
}

TEST(event_writer, C72_a_log_that_cannot_be_written_is_a_problem_not_an_end) {
  event_writer writer("/proc/nonexistent", "r1");
  EXPECT_EQ(writer.add(run_finish{run_end::complete}).run, "r1");
  writer.flush();
  EXPECT_THAT(writer.problem(), HasSubstr("/proc/nonexistent"));
}

}  // namespace
}  // namespace parallel_testing::tools
