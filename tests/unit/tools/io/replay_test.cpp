// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "io/replay.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "forged_log.hpp"

namespace parallel_testing::io {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<finding_kind> kinds_in(const forged_log& log,
                                   const replay_options& options = {}) {
  std::vector<finding_kind> kinds;
  for (const finding& found : replay(log.events, options).findings) {
    kinds.push_back(found.kind);
  }
  return kinds;
}

TEST(replay, finds_nothing_in_an_empty_log) {
  EXPECT_THAT(kinds_in({}), IsEmpty());
}

TEST(replay, finds_nothing_when_tests_take_turns) {
  forged_log log;
  log.process({.pid = 10})
      .start(0)
      .lock(1, "lock:x")
      .take_port(2, 20000)
      .add(3, directory_create{"/tmp/d"})
      .begin_case(4, "A.A")
      .end_case(5, "A.A")
      .add(6, directory_remove{"/tmp/d"})
      .give_port(7, 20000)
      .unlock(8, "lock:x")
      .finish(9);
  log.process({.pid = 11})
      .start(10)
      .lock(11, "lock:x")
      .take_port(12, 20000)
      .add(13, directory_create{"/tmp/d"})
      .finish(14);
  EXPECT_THAT(kinds_in(log), IsEmpty());
}

TEST(replay, names_both_holders_of_a_worker_held_twice) {
  forged_log log;
  log.process({.pid = 10, .test = "A.A"}).start(100).finish(300);
  log.process({.pid = 11, .run = "r2", .test = "B.B"}).start(200).finish(400);
  const auto findings = replay(log.events, {}).findings;
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].kind, finding_kind::worker_held_twice);
  EXPECT_EQ(findings[0].resource, "worker gw0");
  EXPECT_EQ(findings[0].first.test, "A.A");
  EXPECT_EQ(findings[0].first.pid, 10);
  EXPECT_EQ(findings[0].first.begin_ns, 100);
  EXPECT_EQ(findings[0].first.end_ns, 300);
  ASSERT_TRUE(findings[0].second.has_value());
  EXPECT_EQ(findings[0].second->test, "B.B");
  EXPECT_EQ(findings[0].second->run, "r2");
  EXPECT_EQ(to_text(findings[0], 0),
            "worker gw0 was held twice: A.A (gw0, pid 10, run r1, 0.000000 s "
            "to 0.000000 s) and B.B (gw0, pid 11, run r2, 0.000000 s to "
            "0.000000 s)");
}

TEST(replay, lets_any_number_of_tests_be_master) {
  forged_log log;
  log.process({.pid = 10, .worker = "master"}).start(0).finish(10);
  log.process({.pid = 11, .worker = "master"}).start(1).finish(9);
  EXPECT_THAT(kinds_in(log), IsEmpty());
}

TEST(replay, lets_a_program_started_by_a_test_inherit_its_worker) {
  forged_log log;
  log.process({.pid = 10}).start(0).finish(10);
  log.process({.pid = 11, .parent_pid = 10}).start(1).finish(9);
  log.process({.pid = 12, .parent_pid = 11}).start(2).finish(8);
  EXPECT_THAT(kinds_in(log), IsEmpty());
}

TEST(replay, lets_a_piece_of_a_no_parallel_test_run_beside_it) {
  forged_log log;
  log.process({.pid = 10})
      .start(0)
      .lock(1, "run")
      .begin_case(2, "Alone")
      .end_case(8, "Alone")
      .finish(9);
  log.process({.pid = 11})
      .lock(3, "run")
      .begin_case(4, "Piece")
      .end_case(5, "Piece");
  EXPECT_THAT(kinds_in(log), IsEmpty());
}

TEST(replay, finds_a_piece_of_a_test_that_reserves_the_port_of_that_test) {
  forged_log log;
  log.process({.pid = 10}).start(0).take_port(1, 20000).finish(9);
  log.process({.pid = 11}).take_port(2, 20000).give_port(3, 20000);
  EXPECT_THAT(kinds_in(log), ElementsAre(finding_kind::port_held_twice));
}

TEST(replay, lets_siblings_in_a_test_exclude_each_other_under_its_lock) {
  forged_log log;
  log.process({.pid = 10}).start(0).lock(1, "lock:x").finish(9);
  log.process({.pid = 11, .worker = "gw1", .run = "inner"})
      .start(2)
      .lock(3, "lock:x@10")
      .finish(5);
  EXPECT_THAT(kinds_in(log), IsEmpty());
  log.process({.pid = 12, .worker = "gw2", .run = "inner"})
      .start(2)
      .lock(4, "lock:x@10")
      .finish(5);
  EXPECT_THAT(kinds_in(log), ElementsAre(finding_kind::lock_held_twice));
}

TEST(replay, finds_an_heir_that_outlives_the_worker_it_inherited) {
  forged_log log;
  log.process({.pid = 10}).start(0).finish(5);
  log.process({.pid = 11, .parent_pid = 10}).start(1).finish(20);
  log.process({.pid = 12}).start(10).finish(15);
  EXPECT_THAT(kinds_in(log), ElementsAre(finding_kind::worker_held_twice));
}

TEST(replay, holds_the_worker_of_a_crashed_process_until_its_last_event) {
  forged_log after;
  after.process({.pid = 10}).start(0).begin_case(5, "A.A");
  after.process({.pid = 11}).start(6).finish(7);
  EXPECT_THAT(kinds_in(after), IsEmpty());

  forged_log before;
  before.process({.pid = 10}).start(0).begin_case(5, "A.A");
  before.process({.pid = 11}).start(4).finish(7);
  EXPECT_THAT(kinds_in(before), ElementsAre(finding_kind::worker_held_twice));
}

TEST(replay, takes_a_pid_that_comes_back_for_another_process) {
  forged_log log;
  log.process({.pid = 10}).start(0).lock(1, "lock:x");
  log.process({.pid = 10}).start(5).lock(6, "lock:x").finish(7);
  const replay_result result = replay(log.events, {});
  EXPECT_THAT(result.findings, IsEmpty());
  ASSERT_EQ(result.history.processes.size(), 2U);
  EXPECT_TRUE(result.history.processes[0].crashed());
  EXPECT_FALSE(result.history.processes[1].crashed());
}

TEST(replay, finds_an_exclusive_lock_held_twice) {
  forged_log log;
  log.process({.pid = 10}).start(0).lock(1, "lock:x").finish(9);
  log.process({.pid = 11, .worker = "gw1"})
      .start(0)
      .lock(5, "lock:x")
      .finish(9);
  EXPECT_THAT(kinds_in(log), ElementsAre(finding_kind::lock_held_twice));
}

TEST(replay, finds_a_lock_held_by_two_runs) {
  forged_log log;
  log.process({.pid = 10, .run = "r1"}).start(0).lock(1, "lock:x").finish(9);
  log.process({.pid = 11, .worker = "gw1", .run = "r2"})
      .start(0)
      .lock(5, "lock:x")
      .finish(9);
  EXPECT_THAT(kinds_in(log), ElementsAre(finding_kind::lock_held_twice));
}

TEST(replay, lets_readers_share_a_lock) {
  forged_log log;
  for (const std::int64_t pid : {10, 11, 12}) {
    log.process({.pid = pid, .worker = "gw" + std::to_string(pid - 10)})
        .start(0)
        .lock(1, "database:orders", hold_mode::shared)
        .finish(9);
  }
  EXPECT_THAT(kinds_in(log), IsEmpty());
}

TEST(replay, finds_a_writer_among_readers) {
  forged_log log;
  log.process({.pid = 10})
      .start(0)
      .lock(1, "database:orders", hold_mode::shared)
      .finish(9);
  log.process({.pid = 11, .worker = "gw1"})
      .start(0)
      .lock(5, "database:orders")
      .finish(9);
  EXPECT_THAT(kinds_in(log), ElementsAre(finding_kind::lock_held_twice));
}

TEST(replay, finds_a_reader_that_meets_a_writer) {
  forged_log log;
  log.process({.pid = 10}).start(0).lock(1, "lock:x").finish(9);
  log.process({.pid = 11, .worker = "gw1"})
      .start(0)
      .lock(5, "lock:x", hold_mode::shared)
      .finish(9);
  EXPECT_THAT(kinds_in(log), ElementsAre(finding_kind::lock_held_twice));
}

TEST(replay, sees_a_long_holder_behind_a_later_short_one) {
  forged_log log;
  log.process({.pid = 10, .test = "Long"})
      .start(0)
      .lock(1, "lock:x", hold_mode::shared)
      .finish(99);
  log.process({.pid = 11, .worker = "gw1"})
      .start(0)
      .lock(2, "lock:x", hold_mode::shared)
      .unlock(3, "lock:x")
      .finish(99);
  log.process({.pid = 12, .worker = "gw2"})
      .start(0)
      .lock(50, "lock:x")
      .finish(99);
  const auto findings = replay(log.events, {}).findings;
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].first.test, "Long");
}

TEST(replay, lets_a_process_take_its_own_lock_again) {
  forged_log log;
  log.process({.pid = 10})
      .start(0)
      .lock(1, "lock:x")
      .lock(2, "lock:x")
      .unlock(3, "lock:x")
      .unlock(4, "lock:x")
      .finish(9);
  EXPECT_THAT(kinds_in(log), IsEmpty());
}

TEST(replay, keeps_a_lock_taken_twice_until_it_is_released_twice) {
  forged_log log;
  log.process({.pid = 10})
      .start(0)
      .lock(1, "lock:x")
      .lock(2, "lock:x")
      .unlock(3, "lock:x")
      .finish(9);
  log.process({.pid = 11, .worker = "gw1"})
      .start(0)
      .lock(5, "lock:x")
      .finish(9);
  EXPECT_THAT(kinds_in(log), ElementsAre(finding_kind::lock_held_twice));
}

TEST(replay, finds_a_port_reserved_twice) {
  forged_log log;
  log.process({.pid = 10}).start(0).take_port(1, 20000).finish(9);
  log.process({.pid = 11, .worker = "gw1"})
      .start(0)
      .take_port(5, 20000)
      .finish(9);
  EXPECT_THAT(kinds_in(log), ElementsAre(finding_kind::port_held_twice));
}

TEST(replay, finds_a_port_reserved_twice_by_one_process) {
  forged_log log;
  log.process({.pid = 10})
      .start(0)
      .take_port(1, 20000)
      .take_port(2, 20000)
      .finish(9);
  EXPECT_THAT(kinds_in(log), ElementsAre(finding_kind::port_held_twice));
}

TEST(replay, lets_tcp_and_udp_use_the_same_number) {
  forged_log log;
  log.process({.pid = 10})
      .start(0)
      .take_port(1, 20000, port_protocol::tcp)
      .take_port(2, 20000, port_protocol::udp)
      .finish(9);
  EXPECT_THAT(kinds_in(log), IsEmpty());
}

TEST(replay, finds_a_reservation_of_a_fixed_port_in_use) {
  forged_log log;
  log.process({.pid = 10}).start(0).lock(1, "port:8080").finish(9);
  log.process({.pid = 11, .worker = "gw1"})
      .start(0)
      .take_port(5, 8080, port_protocol::udp)
      .finish(9);
  EXPECT_THAT(kinds_in(log), ElementsAre(finding_kind::port_held_twice));
}

TEST(replay, finds_a_directory_created_for_two_tests) {
  forged_log log;
  log.process({.pid = 10})
      .start(0)
      .add(1, directory_create{"/tmp/d"})
      .finish(9);
  log.process({.pid = 11, .worker = "gw1"})
      .start(0)
      .add(5, directory_create{"/tmp/d"})
      .finish(9);
  EXPECT_THAT(kinds_in(log), ElementsAre(finding_kind::directory_held_twice));
}

TEST(replay, lets_a_later_process_collect_what_a_crashed_one_left) {
  forged_log log;
  log.process({.pid = 10}).start(0).add(1, directory_create{"/tmp/d"});
  log.process({.pid = 11, .run = "r2"})
      .start(5)
      .add(6, directory_remove{"/tmp/d"})
      .finish(9);
  EXPECT_THAT(kinds_in(log), IsEmpty());
}

TEST(replay, finds_the_removal_of_a_directory_in_use) {
  forged_log log;
  log.process({.pid = 10, .test = "Owner"})
      .start(0)
      .add(1, directory_create{"/tmp/d"})
      .finish(9);
  log.process({.pid = 11, .worker = "gw1", .run = "r2"})
      .start(5)
      .add(6, directory_remove{"/tmp/d"})
      .finish(9);
  EXPECT_THAT(kinds_in(log), ElementsAre(finding_kind::directory_held_twice));
}

TEST(replay, finds_a_case_beside_a_no_parallel_one) {
  forged_log log;
  log.process({.pid = 10, .test = "Alone"})
      .start(0)
      .lock(1, "run")
      .begin_case(2, "Alone")
      .end_case(8, "Alone")
      .finish(9);
  log.process({.pid = 11, .worker = "gw1"})
      .start(0)
      .begin_case(5, "Other")
      .end_case(6, "Other")
      .finish(9);
  const auto findings = replay(log.events, {}).findings;
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].kind, finding_kind::no_parallel_overlapped);
  EXPECT_EQ(findings[0].resource, "run r1");
  EXPECT_EQ(findings[0].first.test, "Alone");
  EXPECT_EQ(findings[0].second->test, "Other");
}

TEST(replay, finds_a_no_parallel_case_that_did_not_wait_for_others) {
  forged_log log;
  log.process({.pid = 10})
      .start(0)
      .begin_case(1, "Other")
      .end_case(6, "Other")
      .finish(9);
  log.process({.pid = 11, .worker = "gw1", .test = "Alone"})
      .start(0)
      .lock(5, "run")
      .begin_case(7, "Alone")
      .end_case(8, "Alone")
      .finish(9);
  EXPECT_THAT(kinds_in(log), ElementsAre(finding_kind::no_parallel_overlapped));
}

TEST(replay, lets_processes_wait_for_a_no_parallel_case) {
  forged_log log;
  log.process({.pid = 10})
      .start(0)
      .lock(1, "run")
      .begin_case(2, "Alone")
      .end_case(5, "Alone")
      .unlock(6, "run")
      .finish(7);
  log.process({.pid = 11, .worker = "gw1"})
      .start(3)
      .lock(7, "run", hold_mode::shared)
      .begin_case(8, "Other")
      .end_case(9, "Other")
      .finish(10);
  EXPECT_THAT(kinds_in(log), IsEmpty());
}

TEST(replay, lets_another_run_go_on_beside_a_no_parallel_case) {
  forged_log log;
  log.process({.pid = 10})
      .start(0)
      .lock(1, "run")
      .begin_case(2, "Alone")
      .end_case(8, "Alone")
      .finish(9);
  log.process({.pid = 11, .worker = "gw1", .run = "r2"})
      .start(0)
      .lock(1, "run", hold_mode::shared)
      .begin_case(5, "Other")
      .end_case(6, "Other")
      .finish(9);
  EXPECT_THAT(kinds_in(log), IsEmpty());
}

TEST(replay, finds_a_worker_above_the_number_of_running_ones) {
  forged_log log;
  log.process({.pid = 10}).start(0).finish(9);
  log.process({.pid = 11, .worker = "gw2"}).start(1).finish(9);
  const auto findings = replay(log.events, {}).findings;
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].kind, finding_kind::workers_not_dense);
  EXPECT_EQ(findings[0].resource,
            "worker gw2 (at most 2 ran at the same time)");
}

TEST(replay, counts_the_workers_that_the_runs_of_one_time_announced) {
  forged_log log;
  log.process({.pid = 10, .worker = "gw3", .worker_count = 2})
      .start(0)
      .finish(9);
  log.process({.pid = 11, .run = "r2", .worker_count = 2}).start(5).finish(9);
  EXPECT_THAT(kinds_in(log), IsEmpty());

  forged_log apart;
  apart.process({.pid = 10, .worker = "gw3", .worker_count = 2})
      .start(0)
      .finish(4);
  apart.process({.pid = 11, .run = "r2", .worker_count = 2}).start(5).finish(9);
  EXPECT_THAT(kinds_in(apart), ElementsAre(finding_kind::workers_not_dense));
}

TEST(replay, counts_the_workers_of_each_ctest_of_a_run) {
  forged_log log;
  const auto add = [&](std::int64_t pid, const char* worker, std::int64_t ctest,
                       std::int64_t begin_ns, std::int64_t end_ns) {
    log.process({.pid = pid,
                 .worker = worker,
                 .parent_pid = ctest,
                 .worker_count = 2})
        .start(begin_ns)
        .finish(end_ns);
  };
  add(10, "gw3", 1, 0, 9);
  add(11, "gw0", 1, 0, 9);
  add(12, "gw1", 2, 0, 2);
  add(13, "gw1", 2, 3, 9);
  EXPECT_THAT(kinds_in(log), IsEmpty());
}

TEST(replay, does_not_judge_density_beside_unknown_runs) {
  forged_log log;
  log.process({.pid = 10, .worker = "gw7"}).start(0).finish(9);
  EXPECT_THAT(kinds_in(log, {other_runs::possible}), IsEmpty());
}

TEST(replay, finds_lost_events) {
  forged_log log;
  log.process({.pid = 10}).start(0).skip_events(2).finish(9);
  const auto findings = replay(log.events, {}).findings;
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].kind, finding_kind::events_lost);
  EXPECT_EQ(findings[0].resource, "events 1 to 2");
}

TEST(replay, finds_the_release_of_what_was_not_held) {
  forged_log log;
  log.process({.pid = 10}).start(0).unlock(1, "lock:x").finish(9);
  log.process({.pid = 11}).start(10).give_port(11, 20000).finish(19);
  EXPECT_THAT(kinds_in(log),
              ElementsAre(finding_kind::released_without_holding,
                          finding_kind::released_without_holding));
}

TEST(replay, reports_findings_in_order_of_time) {
  forged_log log;
  log.process({.pid = 10})
      .start(0)
      .lock(1, "lock:late")
      .take_port(2, 20000)
      .finish(99);
  log.process({.pid = 11, .worker = "gw1"})
      .start(0)
      .take_port(5, 20000)
      .lock(6, "lock:late")
      .finish(99);
  EXPECT_THAT(kinds_in(log), ElementsAre(finding_kind::port_held_twice,
                                         finding_kind::lock_held_twice));
}

TEST(replay, orders_events_of_several_logs_by_the_monotonic_clock) {
  forged_log log;
  log.process({.pid = 11}).start(10).lock(11, "lock:x").finish(12);
  log.process({.pid = 10}).start(0).lock(1, "lock:x").finish(2);
  EXPECT_THAT(kinds_in(log), IsEmpty());
}

}  // namespace
}  // namespace parallel_testing::io
