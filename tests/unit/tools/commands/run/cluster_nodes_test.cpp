// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/run/cluster_nodes.hpp"

#include <gtest/gtest.h>

namespace parallel_testing::run_command {
namespace {

constexpr std::int64_t silence_of_node_ns = 60'000'000'000;

cluster_node node_with_news_at(std::int64_t ns) {
  cluster_node made{"n1", cluster::report_reader("")};
  made.news_ns = ns;
  return made;
}

TEST(ending_of, a_node_that_has_not_begun_or_reports_is_none) {
  EXPECT_FALSE(ending_of(node_with_news_at(0), 2 * silence_of_node_ns,
                         silence_of_node_ns)
                   .has_ended);
  EXPECT_FALSE(ending_of(node_with_news_at(7), silence_of_node_ns + 7,
                         silence_of_node_ns)
                   .has_ended);
}

TEST(ending_of, C105_a_silent_node_is_its_end) {
  const node_ending end = ending_of(node_with_news_at(7),
                                    silence_of_node_ns + 8, silence_of_node_ns);
  EXPECT_TRUE(end.has_ended);
  EXPECT_EQ(end.reason, "its agent was silent for 60 s");
}

TEST(ending_of, C105_a_node_has_a_reason_unless_its_agent_did_everything) {
  cluster_node node = node_with_news_at(7);
  node.dead_status = 137;
  EXPECT_EQ(ending_of(node, 8, silence_of_node_ns).reason,
            "its agent ended with status 137");
  node.is_over = true;
  EXPECT_TRUE(ending_of(node, 8, silence_of_node_ns).has_ended);
  EXPECT_EQ(ending_of(node, 8, silence_of_node_ns).reason, "");
  node.failure = "its ctest was ended by SIGKILL";
  EXPECT_EQ(ending_of(node, 8, silence_of_node_ns).reason, node.failure);
  node.was_interrupted = true;
  EXPECT_EQ(ending_of(node, 8, silence_of_node_ns).reason,
            "a signal ended its agent");
}

}  // namespace
}  // namespace parallel_testing::run_command
