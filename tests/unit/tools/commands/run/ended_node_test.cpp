// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/run/ended_node.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <utility>

namespace parallel_testing::run_command {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;
using testing::SizeIs;

constexpr std::int64_t second_ns = 1'000'000'000;

tools::event starts(int number, std::int64_t seconds) {
  tools::event made;
  made.mono_ns = seconds * second_ns;
  tools::ctest_start start;
  start.test = "t" + std::to_string(number);
  start.number = number;
  start.round = 1;
  made.body = start;
  return made;
}

tools::event ends(int number, std::int64_t seconds, tools::verdict how) {
  tools::event made;
  made.mono_ns = seconds * second_ns;
  tools::ctest_finish end;
  end.test = "t" + std::to_string(number);
  end.number = number;
  end.round = 1;
  end.outcome = how;
  made.body = end;
  return made;
}

/// Node n1, which has claimed the tests 1 to 4 and only knows 5.
ended_node node_with(std::vector<tools::event> events) {
  ended_node made;
  made.name = "n1";
  made.reason = "it burnt";
  made.events = std::move(events);
  made.units = {{{"1", "n1", {{1, "t1"}, {2, "t2"}}}, true},
                {{"2", "n1", {{3, "t3"}, {4, "t4"}}}, true},
                {{"3", "n1", {{5, "t5"}}}, false}};
  return made;
}

bool all(int /*number*/) {
  return true;
}

TEST(lost_tests, C105_run_once_more_and_are_recorded) {
  lost_tests lost(all);
  const node_remains left = lost.take_from(node_with(
      {starts(1, 1), ends(1, 2, tools::verdict::pass), starts(2, 2)}));
  EXPECT_THAT(left.suspects, ElementsAre(Pair(2, "t2")));
  EXPECT_THAT(left.others,
              ElementsAre(Pair(3, "t3"), Pair(4, "t4"), Pair(5, "t5")));
  EXPECT_FALSE(left.has_lost);
  ASSERT_THAT(left.records, SizeIs(3));
  EXPECT_EQ(left.records[0].test, "t2");
  EXPECT_EQ(left.records[0].reason, "its node n1 ended while it ran: it burnt");
  EXPECT_EQ(left.records[1].test, "t3");
  EXPECT_EQ(left.records[1].reason,
            "it may have begun on node n1 when that ended: it burnt");
  EXPECT_EQ(left.records[2].test, "t4");
}

TEST(lost_tests, C105_of_two_nodes_are_lost) {
  lost_tests lost(all);
  (void)lost.take_from(node_with({starts(2, 1)}));
  node_remains left = lost.take_from(node_with({starts(2, 1)}));
  EXPECT_THAT(left.suspects, IsEmpty());
  EXPECT_THAT(left.others, IsEmpty());
  EXPECT_TRUE(left.has_lost);
  lost.begin_round();
  left = lost.take_from(node_with({starts(2, 1)}));
  EXPECT_THAT(left.suspects, ElementsAre(Pair(2, "t2")));
}

TEST(lost_tests, C105_that_failed_as_the_node_ended_run_once_more) {
  const auto log = [](std::int64_t end) {
    return node_with({starts(9, 1), ends(9, 1, tools::verdict::fail),
                      starts(1, end), ends(1, end, tools::verdict::pass)});
  };
  EXPECT_THAT(lost_tests(all).take_from(log(2)).suspects,
              ElementsAre(Pair(9, "t9")));
  EXPECT_THAT(lost_tests(all).take_from(log(2)).records.front().reason,
              HasSubstr("ended a moment later"));
  EXPECT_THAT(lost_tests(all).take_from(log(4)).suspects, IsEmpty());
  // A fixture of chosen tests.
  lost_tests without([](int number) { return number != 9; });
  EXPECT_THAT(without.take_from(log(2)).suspects, IsEmpty());
}

TEST(lost_tests, C105_that_an_interrupted_agent_stopped_have_not_ended) {
  ended_node node =
      node_with({starts(1, 1), ends(1, 2, tools::verdict::not_run)});
  EXPECT_THAT(lost_tests(all).take_from(node).others, SizeIs(4));
  node.was_interrupted = true;
  EXPECT_THAT(lost_tests(all).take_from(node).suspects,
              ElementsAre(Pair(1, "t1")));
}

}  // namespace
}  // namespace parallel_testing::run_command
