// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "replayed_log.hpp"

namespace parallel_testing::tools {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(replayed_resources, finds_an_exclusive_lock_held_twice) {
  forged_log log;
  log.process({.pid = 10}).start(0).lock(1, "lock:x").finish(9);
  log.process({.pid = 11, .worker = "gw1"})
      .start(0)
      .lock(5, "lock:x")
      .finish(9);
  EXPECT_THAT(kinds_in(log), ElementsAre(finding_kind::lock_held_twice));
}

TEST(replayed_resources, finds_a_lock_held_by_two_runs) {
  forged_log log;
  log.process({.pid = 10, .run = "r1"}).start(0).lock(1, "lock:x").finish(9);
  log.process({.pid = 11, .worker = "gw1", .run = "r2"})
      .start(0)
      .lock(5, "lock:x")
      .finish(9);
  EXPECT_THAT(kinds_in(log), ElementsAre(finding_kind::lock_held_twice));
}

TEST(replayed_resources, C108_finds_a_core_that_pinned_tests_of_two_runs_used) {
  forged_log log;
  log.process({.pid = 10, .run = "r1"})
      .start(0)
      .add(1, pinned{{0, 4}, {0}})
      .finish(9);
  log.process({.pid = 11, .worker = "gw1", .run = "r2"})
      .start(0)
      .add(2, pinned{{1, 5}, {1}})
      .finish(9);
  EXPECT_THAT(kinds_in(log), IsEmpty());
  // The kernel let it use a processor of a core that it had not taken.
  log.process({.pid = 12, .worker = "gw2", .run = "r2"})
      .start(0)
      .add(3, pinned{{2, 4}, {2}})
      .finish(9);
  EXPECT_THAT(kinds_in(log), ElementsAre(finding_kind::core_held_twice));
}

TEST(replayed_resources, C108_lets_a_core_be_used_again) {
  forged_log log;
  log.process({.pid = 10}).start(0).add(1, pinned{{0}, {0}}).finish(4);
  log.process({.pid = 11, .worker = "gw1"})
      .start(0)
      .add(5, pinned{{0}, {0}})
      .finish(9);
  EXPECT_THAT(kinds_in(log), IsEmpty());
}

TEST(replayed_resources, lets_readers_share_a_lock) {
  forged_log log;
  for (const std::int64_t pid : {10, 11, 12}) {
    log.process({.pid = pid, .worker = "gw" + std::to_string(pid - 10)})
        .start(0)
        .lock(1, "database:orders", hold_mode::shared)
        .finish(9);
  }
  EXPECT_THAT(kinds_in(log), IsEmpty());
}

TEST(replayed_resources, finds_a_writer_among_readers) {
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

TEST(replayed_resources, finds_a_reader_that_meets_a_writer) {
  forged_log log;
  log.process({.pid = 10}).start(0).lock(1, "lock:x").finish(9);
  log.process({.pid = 11, .worker = "gw1"})
      .start(0)
      .lock(5, "lock:x", hold_mode::shared)
      .finish(9);
  EXPECT_THAT(kinds_in(log), ElementsAre(finding_kind::lock_held_twice));
}

TEST(replayed_resources, sees_a_long_holder_behind_a_later_short_one) {
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

TEST(replayed_resources, sees_a_second_long_holder_behind_the_family_s_own) {
  // The latest to end is of the newcomer's own family, which excludes nothing.
  forged_log log;
  log.process({.pid = 10, .test = "Other"})
      .start(0)
      .lock(1, "lock:x", hold_mode::shared)
      .finish(90);
  log.process({.pid = 11, .worker = "gw1"})
      .start(0)
      .lock(2, "lock:x", hold_mode::shared)
      .lock(50, "lock:x")
      .finish(99);
  const auto findings = replay(log.events, {}).findings;
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].kind, finding_kind::lock_held_twice);
  EXPECT_EQ(findings[0].first.test, "Other");
}

TEST(replayed_resources, sees_the_second_of_three_that_read) {
  forged_log log;
  log.process({.pid = 10, .test = "Short"})
      .start(0)
      .lock(1, "lock:x", hold_mode::shared)
      .unlock(3, "lock:x")
      .finish(99);
  log.process({.pid = 11, .worker = "gw1", .test = "Second"})
      .start(0)
      .lock(2, "lock:x", hold_mode::shared)
      .unlock(60, "lock:x")
      .finish(99);
  log.process({.pid = 12, .worker = "gw2", .test = "Own"})
      .start(0)
      .lock(4, "lock:x", hold_mode::shared)
      .lock(50, "lock:x")
      .finish(99);
  const auto findings = replay(log.events, {}).findings;
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].first.test, "Second");
}

TEST(replayed_resources, lets_holds_touch) {
  forged_log log;
  log.process({.pid = 10})
      .start(0)
      .lock(1, "lock:x")
      .take_port(1, 20000)
      .add(1, directory_create{"/tmp/d"})
      .add(5, directory_remove{"/tmp/d"})
      .give_port(5, 20000)
      .unlock(5, "lock:x")
      .finish(9);
  log.process({.pid = 11, .worker = "gw1"})
      .start(0)
      .lock(5, "lock:x")
      .take_port(5, 20000)
      .add(5, directory_create{"/tmp/d"})
      .finish(9);
  EXPECT_THAT(kinds_in(log), IsEmpty());
}

TEST(replayed_resources, C86_lets_a_copy_remove_the_directory_of_its_test) {
  forged_log log;
  log.process({.pid = 10}).start(0).add(1, directory_create{"/tmp/d"});
  log.process({.pid = 11}).add(5, directory_remove{"/tmp/d"});
  log.process({.pid = 10}).finish(9);
  log.process({.pid = 12, .worker = "gw1"})
      .start(0)
      .add(6, directory_create{"/tmp/d"})
      .finish(9);
  EXPECT_THAT(kinds_in(log), IsEmpty());
}

TEST(replayed_resources, finds_a_directory_that_another_test_removes) {
  forged_log log;
  log.process({.pid = 10})
      .start(0)
      .add(1, directory_create{"/tmp/d"})
      .finish(9);
  log.process({.pid = 11, .worker = "gw1"})
      .start(0)
      .add(5, directory_remove{"/tmp/d"})
      .finish(9);
  EXPECT_THAT(kinds_in(log), ElementsAre(finding_kind::directory_held_twice));
}

TEST(replayed_resources, finds_holds_that_overlap_by_one_nanosecond) {
  forged_log log;
  log.process({.pid = 10})
      .start(0)
      .lock(1, "lock:x")
      .unlock(6, "lock:x")
      .finish(9);
  log.process({.pid = 11, .worker = "gw1"})
      .start(0)
      .lock(5, "lock:x")
      .finish(9);
  EXPECT_THAT(kinds_in(log), ElementsAre(finding_kind::lock_held_twice));
}

TEST(replayed_resources, C83_lets_names_that_differ_in_case_be_held_at_once) {
  forged_log log;
  log.process({.pid = 10}).start(0).lock(1, "lock:A").finish(9);
  log.process({.pid = 11, .worker = "gw1"})
      .start(0)
      .lock(2, "lock:a")
      .finish(9);
  EXPECT_THAT(kinds_in(log), IsEmpty());
}

TEST(replayed_resources, C83_finds_a_key_that_looks_like_a_process_held_twice) {
  for (const char* key : {"lock:10.", "lock:10.5", "lock:a.10.5.b"}) {
    forged_log log;
    log.process({.pid = 10}).start(0).lock(1, key).finish(9);
    log.process({.pid = 11, .worker = "gw1"}).start(0).lock(2, key).finish(9);
    EXPECT_THAT(kinds_in(log), ElementsAre(finding_kind::lock_held_twice))
        << key;
  }
}

TEST(replayed_resources,
     keeps_a_lock_of_a_crashed_process_until_its_last_event) {
  forged_log log;
  log.process({.pid = 10}).start(0).lock(1, "lock:x").begin_case(5, "A.A");
  log.process({.pid = 11, .worker = "gw1"})
      .start(0)
      .lock(4, "lock:x")
      .finish(9);
  EXPECT_THAT(kinds_in(log), ElementsAre(finding_kind::lock_held_twice));
}

TEST(replayed_resources, lets_a_process_take_its_own_lock_again) {
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

TEST(replayed_resources, keeps_a_lock_taken_twice_until_it_is_released_twice) {
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

TEST(replayed_resources, finds_a_port_reserved_twice) {
  forged_log log;
  log.process({.pid = 10}).start(0).take_port(1, 20000).finish(9);
  log.process({.pid = 11, .worker = "gw1"})
      .start(0)
      .take_port(5, 20000)
      .finish(9);
  EXPECT_THAT(kinds_in(log), ElementsAre(finding_kind::port_held_twice));
}

TEST(replayed_resources, finds_a_port_reserved_twice_by_one_process) {
  forged_log log;
  log.process({.pid = 10})
      .start(0)
      .take_port(1, 20000)
      .take_port(2, 20000)
      .finish(9);
  EXPECT_THAT(kinds_in(log), ElementsAre(finding_kind::port_held_twice));
}

TEST(replayed_resources, lets_tcp_and_udp_use_the_same_number) {
  forged_log log;
  log.process({.pid = 10})
      .start(0)
      .take_port(1, 20000, port_protocol::tcp)
      .take_port(2, 20000, port_protocol::udp)
      .finish(9);
  EXPECT_THAT(kinds_in(log), IsEmpty());
}

TEST(replayed_resources, finds_a_reservation_of_a_fixed_port_in_use) {
  forged_log log;
  log.process({.pid = 10}).start(0).lock(1, "port:8080").finish(9);
  log.process({.pid = 11, .worker = "gw1"})
      .start(0)
      .take_port(5, 8080, port_protocol::udp)
      .finish(9);
  EXPECT_THAT(kinds_in(log), ElementsAre(finding_kind::port_held_twice));
}

TEST(replayed_resources, finds_a_directory_created_for_two_tests) {
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

TEST(replayed_resources, lets_a_later_process_collect_what_a_crashed_one_left) {
  forged_log log;
  log.process({.pid = 10}).start(0).add(1, directory_create{"/tmp/d"});
  log.process({.pid = 11, .run = "r2"})
      .start(5)
      .add(6, directory_remove{"/tmp/d"})
      .finish(9);
  EXPECT_THAT(kinds_in(log), IsEmpty());
}

TEST(replayed_resources, finds_the_removal_of_a_directory_in_use) {
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

}  // namespace
}  // namespace parallel_testing::tools
