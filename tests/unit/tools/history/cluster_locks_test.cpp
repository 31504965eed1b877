// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "history/cluster_locks.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <utility>

#include "history/replay.hpp"

namespace parallel_testing::tools {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

class lock_records {
 public:
  lock_records& given_to(const std::string& node) {
    return add("master", cluster_lock{"lock:x", node, ""});
  }
  lock_records& ended(const std::string& node, const std::string& reason) {
    return add("master", node_end{node, reason});
  }
  lock_records& held_on(const std::string& node) {
    add(node + ".master", run_node{node, node, node});
    add(node + ".gw0", process_start{"/x", 1, "t", 1});
    add(node + ".gw0", lock_acquire{"lock:x"});
    return add(node + ".gw0", lock_release{"lock:x"});
  }
  [[nodiscard]] const std::vector<event>& events() const { return events_; }

 private:
  lock_records& add(const std::string& worker, event_body body) {
    event made;
    made.worker = worker;
    made.run = "r";
    made.pid = static_cast<std::int64_t>(worker.size() + worker[1]);
    made.seq = static_cast<std::int64_t>(events_.size());
    made.mono_ns = made.seq;
    made.body = std::move(body);
    events_.push_back(std::move(made));
    return *this;
  }
  std::vector<event> events_;
};

TEST(cluster_locks, C106_that_one_node_held_are_fine) {
  lock_records log;
  log.given_to("n1").held_on("n1").held_on("n1").ended("n1", "");
  EXPECT_THAT(find_locks_on_nodes(log.events()), IsEmpty());
}

TEST(cluster_locks, C106_that_two_nodes_held_are_found) {
  lock_records log;
  log.given_to("n1").given_to("n2").held_on("n1").held_on("n2");
  log.ended("n1", "").ended("n2", "");
  const auto found = find_locks_on_nodes(log.events());
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].key, "lock:x");
  EXPECT_EQ(found[0].first.worker, "n1.gw0");
  EXPECT_EQ(found[0].second.worker, "n2.gw0");
}

TEST(cluster_locks, C106_that_a_node_held_without_a_record_are_found) {
  lock_records log;
  log.given_to("n1").held_on("n1").ended("n1", "dead").held_on("n2");
  EXPECT_THAT(find_locks_on_nodes(log.events()), SizeIs(1));
}

TEST(cluster_locks, C106_may_move_when_their_node_has_ended) {
  lock_records log;
  log.given_to("n1").held_on("n1").ended("n1", "its agent ended");
  log.given_to("n2").held_on("n2").ended("n2", "");
  EXPECT_THAT(find_locks_on_nodes(log.events()), IsEmpty());
}

TEST(cluster_locks, of_machines_are_judged_on_each_machine) {
  lock_records log;
  log.held_on("n1").held_on("n2");
  // The same lock on two machines, at the same time or not, is two locks.
  EXPECT_THAT(find_locks_on_nodes(log.events()), IsEmpty());
  EXPECT_THAT(replay(log.events(), {other_runs::possible, {}}).findings,
              Not(testing::Contains(testing::Field(
                  &finding::kind, finding_kind::lock_held_twice))));
}

}  // namespace
}  // namespace parallel_testing::tools
