// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "cluster/open_units.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <parallel_testing/temp_dir.hpp>

#include "cluster/claims.hpp"

namespace parallel_testing::cluster {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

const std::vector<unit> listed_units{{"1.1", "n1", {{1, "a"}}},
                                     {"1.2", "n1", {{2, "b"}}},
                                     {"2.1", "n2", {{3, "c"}}}};

/// A directory of claims, with agents in it.
class claimed_units {
 public:
  claimed_units() { open_claims(path(), 1); }
  [[nodiscard]] std::string path() const { return directory_.path().string(); }
  void claim(const std::string& node, const std::string& unit,
             std::int64_t round = 1) const {
    claims own(path(), node);
    EXPECT_TRUE(own.claim(round, unit));
  }

 private:
  temp_dir directory_;
};

std::vector<std::string> ids_of(const std::vector<unit>& units) {
  std::vector<std::string> ids;
  for (const unit& each : units) {
    ids.push_back(each.id);
  }
  return ids;
}

TEST(open_units, C105_of_a_dead_node_are_those_that_it_had_claimed) {
  const claimed_units agents;
  open_units open(agents.path());
  open.begin_round(1, listed_units, {});
  agents.claim("n1", "1.1");
  agents.claim("n1", "2.1");
  open.set_done(1, "1.1");
  EXPECT_THAT(ids_of(open.take_from("n1")), ElementsAre("2.1"));
  EXPECT_THAT(open.take_from("n1"), IsEmpty());
  EXPECT_FALSE(open.are_done());
  open.set_done(1, "1.2");
  EXPECT_TRUE(open.are_done());
}

TEST(open_units, that_only_a_dead_node_might_claim_are_taken_from_it) {
  const claimed_units agents;
  open_units open(agents.path());
  open.begin_round(1, listed_units, {{"1.2", "n2"}});
  EXPECT_THAT(open.take_from("n1"), IsEmpty());
  EXPECT_THAT(ids_of(open.take_from("n2")), ElementsAre("1.2"));
}

TEST(open_units, of_a_new_round_are_not_done_by_late_news_of_the_last_one) {
  const claimed_units agents;
  open_units open(agents.path());
  open.begin_round(1, listed_units, {});
  for (const unit& each : listed_units) {
    open.set_done(1, each.id);
  }
  EXPECT_TRUE(open.are_done());
  open_claims(agents.path(), 2);
  open.begin_round(2, listed_units, {});
  open.set_done(1, "1.1");
  EXPECT_FALSE(open.are_done());
  EXPECT_EQ(open.round(), 2);
}

TEST(lock_turns, C106_keep_a_lock_on_its_node_in_all_rounds) {
  const claimed_units agents;
  lock_turns locks(agents.path());
  locks.add(listed_units[0], {"lock:x"});
  locks.add(listed_units[1], {});
  agents.claim("n2", "1.1");
  const auto turns = locks.end_round(1);
  ASSERT_THAT(turns, testing::SizeIs(1));
  EXPECT_EQ(turns[0].key, "lock:x");
  EXPECT_EQ(turns[0].node, "n2");
  EXPECT_THAT(locks.reserved_for({"n1", "n2"}), ElementsAre(Pair("1.1", "n2")));
  EXPECT_THAT(locks.reserved_for({"n1"}), IsEmpty());
  open_claims(agents.path(), 2);
  agents.claim("n2", "1.1", 2);
  EXPECT_THAT(locks.end_round(2), IsEmpty());
}

TEST(lock_turns, C106_follow_a_lock_whose_node_died) {
  const claimed_units agents;
  lock_turns locks(agents.path());
  locks.add(listed_units[0], {"lock:x"});
  locks.add({"again.9", "", {}}, {"lock:x"});
  locks.add({"again.10", "", {}}, {"lock:x"});
  agents.claim("n1", "1.1");
  agents.claim("n2", "again.9");
  agents.claim("n3", "again.10");
  std::vector<std::string> nodes;
  for (const lock_turns::turn& each : locks.end_round(1)) {
    nodes.push_back(each.node);
  }
  EXPECT_THAT(nodes, ElementsAre("n1", "n2", "n3"));
  EXPECT_THAT(locks.reserved_for({"n2", "n3"}), ElementsAre(Pair("1.1", "n3")));
}

}  // namespace
}  // namespace parallel_testing::cluster
