// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "replayed_log.hpp"

namespace parallel_testing::tools {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(replayed_workers, names_both_holders_of_a_worker_held_twice) {
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

TEST(replayed_workers, lets_any_number_of_tests_be_master) {
  forged_log log;
  log.process({.pid = 10, .worker = "master"}).start(0).finish(10);
  log.process({.pid = 11, .worker = "master"}).start(1).finish(9);
  EXPECT_THAT(kinds_in(log), IsEmpty());
}

TEST(replayed_workers, lets_a_program_started_by_a_test_inherit_its_worker) {
  forged_log log;
  log.process({.pid = 10}).start(0).finish(10);
  log.process({.pid = 11, .parent_pid = 10}).start(1).finish(9);
  log.process({.pid = 12, .parent_pid = 11}).start(2).finish(8);
  EXPECT_THAT(kinds_in(log), IsEmpty());
}

TEST(replayed_workers, lets_a_piece_of_a_no_parallel_test_run_beside_it) {
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

TEST(replayed_workers,
     finds_a_piece_of_a_test_that_reserves_the_port_of_that_test) {
  forged_log log;
  log.process({.pid = 10}).start(0).take_port(1, 20000).finish(9);
  log.process({.pid = 11}).take_port(2, 20000).give_port(3, 20000);
  EXPECT_THAT(kinds_in(log), ElementsAre(finding_kind::port_held_twice));
}

TEST(replayed_workers,
     lets_siblings_in_a_test_exclude_each_other_under_its_lock) {
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

TEST(replayed_workers, finds_an_heir_that_outlives_the_worker_it_inherited) {
  forged_log log;
  log.process({.pid = 10}).start(0).finish(5);
  log.process({.pid = 11, .parent_pid = 10}).start(1).finish(20);
  log.process({.pid = 12}).start(10).finish(15);
  EXPECT_THAT(kinds_in(log), ElementsAre(finding_kind::worker_held_twice));
}

TEST(replayed_workers,
     holds_the_worker_of_a_crashed_process_until_its_last_event) {
  forged_log after;
  after.process({.pid = 10}).start(0).begin_case(5, "A.A");
  after.process({.pid = 11}).start(6).finish(7);
  EXPECT_THAT(kinds_in(after), IsEmpty());

  forged_log before;
  before.process({.pid = 10}).start(0).begin_case(5, "A.A");
  before.process({.pid = 11}).start(4).finish(7);
  EXPECT_THAT(kinds_in(before), ElementsAre(finding_kind::worker_held_twice));
}

TEST(replayed_workers, takes_a_pid_that_comes_back_for_another_process) {
  forged_log log;
  log.process({.pid = 10}).start(0).lock(1, "lock:x");
  log.process({.pid = 10}).start(5).lock(6, "lock:x").finish(7);
  const replay_result result = replay(log.events, {});
  EXPECT_THAT(result.findings, IsEmpty());
  ASSERT_EQ(result.history.processes.size(), 2U);
  EXPECT_TRUE(result.history.processes[0].crashed());
  EXPECT_FALSE(result.history.processes[1].crashed());
}

TEST(replayed_workers, finds_a_worker_above_the_number_of_running_ones) {
  forged_log log;
  log.process({.pid = 10}).start(0).finish(9);
  log.process({.pid = 11, .worker = "gw2"}).start(1).finish(9);
  const auto findings = replay(log.events, {}).findings;
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].kind, finding_kind::workers_not_dense);
  EXPECT_EQ(findings[0].resource,
            "worker gw2 (at most 2 ran at the same time)");
}

TEST(replayed_workers, C12_counts_the_workers_that_leftovers_keep) {
  const auto log_of = [](std::int64_t left_by) {
    forged_log log;
    log.process({.pid = 10, .worker_count = 1}).start(0).finish(9);
    log.process({.pid = 11, .worker = "gw1", .worker_count = 1})
        .start(20)
        .finish(29);
    ctest_finish end;
    forged_process tool = log.process({.pid = 5, .worker = "master"});
    for (const std::int64_t pid : {10, 11}) {
      end.number = pid - 9;
      end.processes = {pid};
      tool.add(30 + pid, end);
    }
    tool.add(50, ctest_left{"A", left_by, 99, "server"});
    return log;
  };
  EXPECT_THAT(kinds_in(log_of(1)), IsEmpty());
  EXPECT_THAT(kinds_in(log_of(7)),
              ElementsAre(finding_kind::workers_not_dense));
}

TEST(replayed_workers, C12_counts_the_worker_of_a_leftover_that_is_allowed) {
  forged_log log;
  forged_process first = log.process({.pid = 10, .worker_count = 1});
  first.start(0)
      .add(8, launch_left{99, "server", left_treatment::allowed})
      .finish(9);
  log.process({.pid = 11, .worker = "gw1", .worker_count = 1})
      .start(20)
      .finish(29);
  EXPECT_THAT(kinds_in(log), IsEmpty());
}

TEST(replayed_workers, counts_the_workers_that_the_runs_of_one_time_announced) {
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

TEST(replayed_workers, counts_the_workers_of_each_ctest_of_a_run) {
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

TEST(replayed_workers, does_not_judge_density_beside_unknown_runs) {
  forged_log log;
  log.process({.pid = 10, .worker = "gw7"}).start(0).finish(9);
  EXPECT_THAT(kinds_in(log, {other_runs::possible}), IsEmpty());
}

}  // namespace
}  // namespace parallel_testing::tools
