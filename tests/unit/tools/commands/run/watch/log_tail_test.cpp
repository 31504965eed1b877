// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/run/watch/log_tail.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>
#include <string>
#include <vector>

#include "events/event_writer.hpp"

namespace parallel_testing::run_command {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

struct tailed_log {
  explicit tailed_log(const std::string& name)
      : folder(testing::TempDir() + name),
        writer(folder, "r"),
        tail(folder + "/events.ndjson", ::getpid()) {}

  void append(const std::string& text) const {
    std::ofstream(folder + "/events.ndjson", std::ios::app) << text;
  }

  std::vector<std::int64_t> pids_of_what_is_new() {
    std::vector<std::int64_t> pids;
    tail.read([&](tools::event&& next) { pids.push_back(next.pid); });
    return pids;
  }

  std::string folder;
  tools::event_writer writer;
  log_tail tail;
};

/// A line of another process, whose test has such a name.
std::string line_of(std::int64_t pid, const std::string& name) {
  tools::event made;
  made.run = "r";
  made.worker = "master";
  made.pid = pid;
  made.body = tools::ctest_left{name, 1, 2, "server"};
  return tools::to_line(made);
}

TEST(log_tail, leaves_out_what_the_own_process_writes) {
  tailed_log log("own");
  const std::string own = "\"pid\":" + std::to_string(::getpid()) + ",";
  log.append(line_of(1, "first"));
  log.writer.add(tools::run_start{"shop", "/b", "/bin/ctest", 2, "7"});
  log.writer.flush();
  log.append(line_of(2, "named " + own + own));
  EXPECT_THAT(log.pids_of_what_is_new(), ElementsAre(1, 2));
  EXPECT_THAT(log.pids_of_what_is_new(), IsEmpty());
}

TEST(log_tail, waits_for_the_end_of_a_line_and_counts_bad_ones) {
  tailed_log log("half");
  const std::string line = line_of(3, "x");
  log.append("no event\n" + line.substr(0, 20));
  EXPECT_THAT(log.pids_of_what_is_new(), IsEmpty());
  EXPECT_EQ(log.tail.bad_lines(), 1U);
  log.append(line.substr(20));
  EXPECT_THAT(log.pids_of_what_is_new(), ElementsAre(3));
}

}  // namespace
}  // namespace parallel_testing::run_command
