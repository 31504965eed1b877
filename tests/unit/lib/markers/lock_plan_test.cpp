// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "markers/lock_plan.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ostream>

#include "support/marker_examples.hpp"

namespace parallel_testing {

void PrintTo(const lock_request& shown, std::ostream* out) {
  *out << shown.key
       << (shown.mode == lock_mode::shared ? " shared" : " exclusive");
}

namespace {

using testing::ElementsAre;
using testing::IsEmpty;

lock_request exclusive(const std::string& key) {
  return {key, lock_mode::exclusive};
}

lock_request shared(const std::string& key) {
  return {key, lock_mode::shared};
}

TEST(lock_of, knows_the_markers_that_lock) {
  EXPECT_EQ(lock_of(parse_marker("no_parallel")), exclusive("run"));
  EXPECT_EQ(lock_of(parse_marker("serial")), exclusive("run"));
  EXPECT_EQ(lock_of(parse_marker("no_parallel:g")), exclusive("lock:g"));
  EXPECT_EQ(lock_of(parse_marker("lock:x")), exclusive("lock:x"));
  EXPECT_EQ(lock_of(parse_marker("lock:x:shared")), shared("lock:x"));
  EXPECT_EQ(lock_of(parse_marker("port:8080")), exclusive("port:8080"));
  EXPECT_EQ(lock_of(parse_marker("database:orders")),
            exclusive("database:orders"));
  EXPECT_EQ(lock_of(parse_marker("database:orders:shared")),
            shared("database:orders"));
}

TEST(lock_of, lets_tests_take_turns_that_cannot_be_isolated) {
  EXPECT_EQ(lock_of(parse_marker("isolate:network")),
            exclusive("isolate:network"));
  EXPECT_THAT(
      locks_of(parsed({"isolate", "isolate:tmp"})),
      ElementsAre(exclusive("isolate:ipc"), exclusive("isolate:network"),
                  exclusive("isolate:tmp")));
}

TEST(lock_of, gives_groups_and_locks_of_one_name_one_key) {
  EXPECT_EQ(lock_of(parse_marker("no_parallel:fonts")),
            lock_of(parse_marker("lock:fonts")));
}

TEST(lock_of, C24_gives_nothing_for_markers_that_do_not_lock) {
  for (const char* marker :
       {"", "unit", "slow", "ports", "ports:2", "database", "resource:gpu:1",
        "memory:2GiB", "threads:4", "timeout:5", "fixture:server", "lock",
        "port", "nonsense:x", ":", "::"}) {
    EXPECT_EQ(lock_of(parse_marker(marker)), std::nullopt) << marker;
  }
}

TEST(locks_of, C22_order_and_repetition_of_markers_do_not_matter) {
  const lock_requests wanted = {exclusive("run"), exclusive("database:a"),
                                exclusive("lock:b"), exclusive("port:1")};
  EXPECT_EQ(locks_of(parsed({"port:1", "no_parallel", "lock:b", "database:a"})),
            wanted);
  EXPECT_EQ(locks_of(parsed({"lock:b", "database:a", "lock:b", "no_parallel",
                             "serial", "port:1", "slow"})),
            wanted);
}

TEST(locks_of, merges_shared_and_exclusive_to_exclusive) {
  EXPECT_THAT(locks_of(parsed({"lock:x:shared", "lock:x"})),
              ElementsAre(exclusive("lock:x")));
  EXPECT_THAT(locks_of(parsed({"lock:x", "lock:x:shared"})),
              ElementsAre(exclusive("lock:x")));
  EXPECT_THAT(locks_of(parsed({"lock:x:shared", "lock:x:shared"})),
              ElementsAre(shared("lock:x")));
}

TEST(comes_before, is_a_strict_order_with_the_run_first) {
  const std::vector<std::string> ordered = {"run", "database:a", "lock:a",
                                            "lock:b", "port:1"};
  for (std::size_t a = 0; a < ordered.size(); ++a) {
    for (std::size_t b = 0; b < ordered.size(); ++b) {
      EXPECT_EQ(comes_before(ordered[a], ordered[b]), a < b)
          << ordered[a] << " " << ordered[b];
    }
  }
}

TEST(merged, holds_the_locks_of_both) {
  EXPECT_THAT(merged({shared("lock:a"), exclusive("lock:c")},
                     {exclusive("lock:a"), exclusive("lock:b")}),
              ElementsAre(exclusive("lock:a"), exclusive("lock:b"),
                          exclusive("lock:c")));
  EXPECT_THAT(merged({}, {}), IsEmpty());
}

TEST(plan_suite, leaves_cases_alone_when_the_suite_locks_nothing) {
  EXPECT_THAT(plan_suite({}, {{exclusive("lock:a")}, {exclusive("run")}}),
              IsEmpty());
}

TEST(plan_suite, takes_what_a_case_could_only_take_out_of_order) {
  EXPECT_THAT(plan_suite({exclusive("lock:m")},
                         {{exclusive("lock:a")}, {exclusive("lock:z")}}),
              ElementsAre(exclusive("lock:a"), exclusive("lock:m")));
}

TEST(plan_suite, takes_the_run_when_a_case_is_not_parallel) {
  EXPECT_THAT(plan_suite({exclusive("lock:m")}, {{exclusive("run")}}),
              ElementsAre(exclusive("run"), exclusive("lock:m")));
}

TEST(plan_suite, takes_at_once_what_a_case_would_upgrade) {
  EXPECT_THAT(plan_suite({shared("lock:m")}, {{exclusive("lock:m")}}),
              ElementsAre(exclusive("lock:m")));
}

TEST(outer_lock, is_found_by_its_key) {
  const std::string held =
      entry_for_children("lock:a", "10.1", lock_mode::exclusive) + ";" +
      entry_for_children("port:8080", "10.1", lock_mode::exclusive) + ";" +
      entry_for_children("lock:r", "10.1", lock_mode::shared) + ";" +
      entry_for_children("lock:a", "20.2", lock_mode::shared);
  ASSERT_TRUE(find_outer_lock(held, "lock:a"));
  EXPECT_EQ(find_outer_lock(held, "lock:a")->holder, "20.2");
  EXPECT_EQ(find_outer_lock(held, "lock:a")->mode, lock_mode::shared);
  ASSERT_TRUE(find_outer_lock(held, "port:8080"));
  EXPECT_EQ(find_outer_lock(held, "port:8080")->holder, "10.1");
  EXPECT_EQ(find_outer_lock(held, "port:8080")->mode, lock_mode::exclusive);
}

TEST(outer_lock, C83_of_a_key_that_looks_like_a_process_is_its_own) {
  const std::string held =
      entry_for_children("lock:10.1", "20.2", lock_mode::exclusive) + ";" +
      entry_for_children("lock:20.2", "10.1", lock_mode::shared);
  ASSERT_TRUE(find_outer_lock(held, "lock:10.1"));
  EXPECT_EQ(find_outer_lock(held, "lock:10.1")->holder, "20.2");
  EXPECT_EQ(find_outer_lock(held, "lock:20.2")->holder, "10.1");
  EXPECT_FALSE(find_outer_lock(held, "10.1"));
  EXPECT_FALSE(find_outer_lock(held, "lock:10"));
}

TEST(outer_lock, C83_differs_in_case) {
  const std::string held =
      entry_for_children("lock:A", "10.1", lock_mode::exclusive);
  EXPECT_TRUE(find_outer_lock(held, "lock:A"));
  EXPECT_FALSE(find_outer_lock(held, "lock:a"));
}

TEST(locks_of, C83_names_that_differ_in_case_are_two) {
  EXPECT_THAT(
      locks_of(parsed({"lock:a", "lock:A", "database:A", "database:a"})),
      ElementsAre(exclusive("database:A"), exclusive("database:a"),
                  exclusive("lock:A"), exclusive("lock:a")));
}

TEST(outer_lock, is_not_found_where_there_is_none) {
  const std::string held =
      entry_for_children("lock:a", "10.1", lock_mode::exclusive);
  EXPECT_FALSE(find_outer_lock(held, "lock:b"));
  EXPECT_FALSE(find_outer_lock(held, "lock"));
  EXPECT_FALSE(find_outer_lock("", "lock:a"));
  EXPECT_FALSE(find_outer_lock("lock:a;=;;x=;lock:a=10", "lock:a"));
}

}  // namespace
}  // namespace parallel_testing
