// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "events/event_log.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cerrno>
#include <filesystem>
#include <map>
#include <sstream>
#include <thread>
#include <vector>

#include "support/forked_child.hpp"
#include "support/scoped_calls.hpp"
#include "support/scratch.hpp"

namespace parallel_testing {
namespace {

using testing::HasSubstr;
using testing::MatchesRegex;
using testing::SizeIs;
using unit::forked_child;
using unit::parent;
using unit::scratch;

struct log_of_events : testing::Test {
  scratch place;
  std::string path = place.path("events.ndjson");
  event_log log;

  void SetUp() override { log.open_as(path, "run1", "gw0"); }

  std::vector<std::string> lines() const {
    std::istringstream text(unit::content_of(path));
    std::vector<std::string> all;
    for (std::string line; std::getline(text, line);) all.push_back(line);
    return all;
  }

  static std::string sequence_of(const std::string& line) {
    const std::size_t start = line.find(",\"pid\":");
    return line.substr(start, line.find(",\"message\"") - start);
  }
};

TEST_F(log_of_events, is_not_made_before_its_first_record) {
  EXPECT_FALSE(std::filesystem::exists(path));
}

TEST_F(log_of_events, has_the_common_fields_first_and_in_order) {
  log.write(events::warning{"m"});
  ASSERT_THAT(lines(), SizeIs(1));
  EXPECT_THAT(
      lines()[0],
      MatchesRegex("\\{\"v\":2,\"event\":\"warning\",\"time_ns\":[0-9]+,"
                   "\"mono_ns\":[0-9]+,\"run\":\"run1\",\"worker\":"
                   "\"gw0\",\"pid\":[0-9]+,\"seq\":0,\"message\":\"m\""
                   "\\}"));
}

TEST_F(log_of_events, writes_records_that_can_wait_with_the_next_in_order) {
  log.write_soon(events::warning{"a"});
  EXPECT_THAT(lines(), SizeIs(0));
  log.write(events::warning{"b"});
  ASSERT_THAT(lines(), SizeIs(2));
  EXPECT_THAT(lines()[0], HasSubstr("\"message\":\"a\""));
  EXPECT_THAT(lines()[1], HasSubstr("\"seq\":1"));
  log.write_soon(events::warning{"c"});
  log.flush();
  EXPECT_THAT(lines(), SizeIs(3));
}

TEST_F(log_of_events, never_mixes_records_of_8_processes) {
  constexpr int processes = 8;
  constexpr int records = 200;
  std::vector<forked_child> children;
  for (int at = 0; at < processes; ++at) {
    children.emplace_back([&, at](parent& test) {
      event_log own;
      own.open_as(path, "run1", "gw" + std::to_string(at));
      const std::string text(static_cast<std::size_t>(500 * at),
                             static_cast<char>('a' + at));
      test.wait();
      for (int number = 0; number < records; ++number) {
        own.write(events::warning{text});
      }
    });
  }
  for (forked_child& each : children) each.let_go();
  for (forked_child& each : children) EXPECT_EQ(each.finish(), 0);
  std::map<std::string, int> seen;
  for (const std::string& line : lines()) {
    ASSERT_THAT(line,
                MatchesRegex("\\{\"v\":2,[^{]*,\"message\":\"(a*|b*|c*|d*|"
                             "e*|f*|g*|h*)\"\\}"));
    ++seen[sequence_of(line)];
  }
  EXPECT_EQ(seen.size(), static_cast<std::size_t>(processes * records));
}

TEST_F(log_of_events, never_mixes_records_of_threads) {
  std::vector<std::thread> threads;
  for (int at = 0; at < 4; ++at) {
    threads.emplace_back([&] {
      for (int number = 0; number < 100; ++number) {
        log.write(events::warning{std::string(300, 'x')});
      }
    });
  }
  for (std::thread& each : threads) each.join();
  std::map<std::string, int> seen;
  for (const std::string& line : lines()) ++seen[sequence_of(line)];
  EXPECT_THAT(seen, SizeIs(400));
}

TEST_F(log_of_events, a_forked_child_writes_nothing) {
  log.write(events::warning{"a"});
  forked_child child([&](parent& test) {
    log.write(events::warning{"b"});
    test.tell("done");
  });
  EXPECT_EQ(child.receive(), "done");
  EXPECT_THAT(lines(), SizeIs(1));
}

TEST_F(log_of_events, C75_is_not_written_through_a_planted_link) {
  unit::write_to(place.path("precious"), "x");
  std::filesystem::create_symlink(place.path("precious"), path);
  testing::internal::CaptureStderr();
  log.write(events::warning{"a"});
  EXPECT_THAT(testing::internal::GetCapturedStderr(), HasSubstr(path));
  EXPECT_EQ(unit::content_of(place.path("precious")), "x");
}

TEST_F(log_of_events, C72_that_cannot_be_written_is_said_once_and_not_fatal) {
  const unit::scoped_calls calls;
  os::calls().write = [](int fd, const void* data, std::size_t size) {
    if (fd == 2) return ::write(fd, data, size);
    errno = ENOSPC;
    return ssize_t{-1};
  };
  testing::internal::CaptureStderr();
  log.write(events::warning{"a"});
  log.write(events::warning{"b"});
  log.write_soon(events::warning{"c"});
  log.flush();
  EXPECT_EQ(testing::internal::GetCapturedStderr(),
            "parallel-testing: cannot write the event log '" + path +
                "': No space left on device; the log will be incomplete\n");
}

TEST(event_log, that_was_never_opened_writes_nothing) {
  event_log log;
  testing::internal::CaptureStderr();
  log.write(events::warning{"a"});
  log.flush();
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

}  // namespace
}  // namespace parallel_testing
