// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "events/node_logs.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <utility>

namespace parallel_testing::tools {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

/// Writes the events of one process.
class process_of_node {
 public:
  process_of_node(node_log& log, std::int64_t pid, std::string worker)
      : log_(log), pid_(pid), worker_(std::move(worker)) {}

  process_of_node& at(std::int64_t time_ns, std::int64_t mono_ns,
                      event_body body) {
    event made;
    made.time_ns = time_ns;
    made.mono_ns = mono_ns;
    made.run = "r." + log_.node;
    made.worker = worker_;
    made.pid = pid_;
    made.seq = sequence_++;
    made.body = std::move(body);
    log_.events.push_back(std::move(made));
    return *this;
  }

 private:
  node_log& log_;
  std::int64_t pid_;
  std::string worker_;
  std::int64_t sequence_ = 0;
};

ctest_finish passed(const std::string& name, std::int64_t number) {
  ctest_finish end;
  end.test = name;
  end.number = number;
  end.attempt = 1;
  end.round = 1;
  return end;
}

std::vector<event> own_log(const std::vector<event_body>& more = {}) {
  node_log log;
  process_of_node own(log, 10, "master");
  own.at(1000, 5, run_start{"p", "/b", "/ctest", 0, ""});
  for (const event_body& each : more) {
    own.at(5000, 4000, each);
  }
  return log.events;
}

template <class Body>
std::vector<std::pair<event, Body>> all_of(const std::vector<event>& events) {
  std::vector<std::pair<event, Body>> result;
  for (const event& each : events) {
    if (const auto* body = each.body.get_if<Body>()) {
      result.emplace_back(each, *body);
    }
  }
  return result;
}

TEST(join_node_logs, gives_workers_processes_and_times_of_their_node) {
  node_log one{"n1", {}};
  process_of_node(one, 10, "master")
      .at(2000, 70, run_node{"n1", "host1", "m1"})
      .at(2000, 70, run_start{"p", "/b", "/ctest", 2, ""})
      .at(2010, 80, ctest_start{"a", 1, 1, 1})
      .at(2500, 90, passed("a", 1));
  node_log two{"n2", {}};
  process_of_node(two, 10, "gw0")
      .at(2005, 9000, run_node{"n2", "host2", "m2"})
      .at(2006, 9001, process_start{"/x", 10, "b", 2});
  const auto joined = join_node_logs(own_log(), {one, two});
  EXPECT_THAT(all_of<run_start>(joined), SizeIs(1));
  EXPECT_EQ(all_of<run_start>(joined)[0].second.workers, 2);
  const auto started = all_of<process_start>(joined);
  ASSERT_THAT(started, SizeIs(1));
  EXPECT_EQ(started[0].first.worker, "n2.gw0");
  EXPECT_EQ(started[0].first.pid, started[0].second.parent_pid);
  // Two processes 10 of different nodes.
  EXPECT_NE(started[0].first.pid, all_of<ctest_start>(joined)[0].first.pid);
  // Within a node by its monotonic clock, across nodes by the wall clock.
  EXPECT_EQ(all_of<ctest_start>(joined)[0].first.mono_ns, 2010);
  EXPECT_EQ(all_of<ctest_finish>(joined)[0].first.mono_ns, 2020);
  EXPECT_EQ(started[0].first.mono_ns, 2006);
}

TEST(join_node_logs, a_clock_that_is_late_does_not_put_tests_before_the_run) {
  node_log late{"n1", {}};
  process_of_node(late, 10, "master")
      .at(1, 70, run_node{"n1", "host1", "m1"})
      .at(2, 75, ctest_start{"a", 1, 1, 1});
  const auto joined = join_node_logs(own_log(), {late});
  EXPECT_EQ(all_of<ctest_start>(joined)[0].first.mono_ns, 1005);
}

TEST(join_node_logs, C105_a_lost_test_has_an_end_and_its_next_run_is_a_retry) {
  node_log dead{"n1", {}};
  process_of_node(dead, 10, "master")
      .at(2000, 70, run_node{"n1", "host1", "m1"})
      .at(2010, 80, ctest_start{"a", 1, 1, 1});
  process_of_node(dead, 11, "gw0")
      .at(2011, 81, process_start{"/x", 10, "a", 1});
  node_log other{"n2", {}};
  process_of_node(other, 10, "master")
      .at(3000, 70, run_node{"n2", "host2", "m2"})
      .at(3010, 80, ctest_start{"a", 1, 1, 1})
      .at(3020, 90, passed("a", 1));
  const auto joined = join_node_logs(
      own_log({test_lost{"a", 1, "n1", "its node n1 ended"}}), {dead, other});
  auto ends = all_of<ctest_finish>(joined);
  ASSERT_THAT(ends, SizeIs(2));
  std::sort(ends.begin(), ends.end(), [](const auto& a, const auto& b) {
    return a.second.attempt < b.second.attempt;
  });
  EXPECT_EQ(ends[0].second.outcome, verdict::crash);
  EXPECT_EQ(ends[0].second.message, "its node n1 ended");
  EXPECT_THAT(ends[0].second.processes,
              ElementsAre(all_of<process_start>(joined)[0].first.pid));
  EXPECT_EQ(ends[1].second.outcome, verdict::pass);
  EXPECT_EQ(ends[1].second.attempt, 2);
  EXPECT_EQ(ends[1].second.round, 1);
}

TEST(join_node_logs, C105_a_test_that_may_have_begun_has_an_attempt) {
  node_log dead{"n1", {}};
  process_of_node(dead, 10, "master")
      .at(2000, 70, run_node{"n1", "host1", "m1"});
  node_log other{"n2", {}};  // its clock is late
  process_of_node(other, 10, "master")
      .at(1500, 70, run_node{"n2", "host2", "m2"})
      .at(1510, 80, ctest_start{"a", 1, 1, 1})
      .at(1520, 90, passed("a", 1));
  const auto joined = join_node_logs(
      own_log({test_lost{"a", 1, "n1", "it may have begun on node n1"}}),
      {dead, other});
  auto ends = all_of<ctest_finish>(joined);
  ASSERT_THAT(ends, SizeIs(2));
  std::sort(ends.begin(), ends.end(), [](const auto& a, const auto& b) {
    return a.second.attempt < b.second.attempt;
  });
  EXPECT_EQ(ends[0].first.worker, "n1.master");
  EXPECT_EQ(ends[0].second.outcome, verdict::not_run);
  EXPECT_EQ(ends[0].second.message, "it may have begun on node n1");
  EXPECT_EQ(ends[1].second.outcome, verdict::pass);
  EXPECT_EQ(ends[1].second.attempt, 2);
  EXPECT_EQ(ends[1].second.round, 1);
}

ctest_finish ended_in(std::int64_t round, std::int64_t attempt) {
  ctest_finish end = passed("a", 1);
  end.round = round;
  end.attempt = attempt;
  return end;
}

using numbered = std::vector<std::pair<std::int64_t, std::int64_t>>;

/// Round and attempt of each end, in the order of the attempts.
numbered ends_in(const std::vector<event>& joined) {
  numbered result;
  for (const auto& [whole, end] : all_of<ctest_finish>(joined)) {
    result.emplace_back(end.round, end.attempt);
  }
  std::sort(result.begin(), result.end(),
            [](const auto& a, const auto& b) { return a.second < b.second; });
  return result;
}

TEST(join_node_logs, rounds_are_those_of_the_run_whichever_nodes_had_them) {
  node_log one{"n1", {}};
  process_of_node(one, 10, "master")
      .at(2000, 70, run_node{"n1", "host1", "m1"})
      .at(2010, 80, ended_in(1, 1))
      .at(4000, 90, ended_in(3, 2))
      .at(4010, 95, ended_in(3, 3));
  node_log two{"n2", {}};  // its clock is late
  process_of_node(two, 10, "master")
      .at(1500, 70, run_node{"n2", "host2", "m2"})
      .at(1510, 80, ended_in(2, 1));
  EXPECT_EQ(ends_in(join_node_logs(own_log(), {one, two})),
            (numbered{{1, 1}, {2, 2}, {3, 3}, {3, 4}}));
}

TEST(join_node_logs, C105_a_test_is_lost_in_the_round_that_says_so) {
  node_log dead{"n1", {}};
  process_of_node(dead, 10, "master")
      .at(2000, 70, run_node{"n1", "host1", "m1"})
      .at(2010, 80, ended_in(1, 1));
  node_log other{"n2", {}};
  process_of_node(other, 10, "master")
      .at(3000, 70, run_node{"n2", "host2", "m2"})
      .at(3010, 80, ended_in(2, 1))
      .at(3020, 90, ended_in(3, 2));
  test_lost lost{"a", 1, "n1", "it may have begun on node n1", 2};
  EXPECT_EQ(ends_in(join_node_logs(own_log({lost}), {dead, other})),
            (numbered{{1, 1}, {2, 2}, {2, 3}, {3, 4}}));
}

TEST(join_node_logs, a_set_up_of_two_nodes_has_two_rounds) {
  std::vector<node_log> nodes;
  for (const char* name : {"n1", "n2"}) {
    node_log& log = nodes.emplace_back();
    log.node = name;
    process_of_node(log, 10, "master")
        .at(2000, 70, run_node{name, "host", "m"})
        .at(2010, 80, ctest_start{"set_up", 1, 1, 1})
        .at(2020, 90, passed("set_up", 1));
  }
  const auto joined = join_node_logs(own_log(), nodes);
  const auto ends = all_of<ctest_finish>(joined);
  ASSERT_THAT(ends, SizeIs(2));
  EXPECT_EQ(ends[0].second.round + ends[1].second.round, 3);
  EXPECT_EQ(ends[0].second.attempt + ends[1].second.attempt, 3);
}

TEST(by_machine, separates_what_machines_hold) {
  std::vector<node_log> nodes;
  for (const char* name : {"n1", "n2", "n3"}) {
    node_log& log = nodes.emplace_back();
    log.node = name;
    const std::string machine = log.node == "n3" ? "m2" : "m1";
    process_of_node(log, 10, "gw0")
        .at(2000, 70, run_node{name, "host", machine})
        .at(2010, 80, lock_acquire{"lock:x"});
  }
  const auto parts = by_machine(join_node_logs(own_log(), nodes));
  ASSERT_THAT(parts, SizeIs(2));
  EXPECT_THAT(parts[0], SizeIs(4));
  EXPECT_EQ(parts[0][0].worker, "gw0");
  EXPECT_THAT(by_machine(own_log()), IsEmpty());
}

TEST(node_of, is_all_before_the_name_of_the_worker) {
  EXPECT_EQ(node_of("n2.gw0"), "n2");
  EXPECT_EQ(node_of("n2.example.org.master"), "n2.example.org");
  EXPECT_EQ(node_of("gw0"), "");
}

}  // namespace
}  // namespace parallel_testing::tools
