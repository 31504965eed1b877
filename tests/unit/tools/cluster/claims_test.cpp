// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "cluster/claims.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <parallel_testing/temp_dir.hpp>
#include <string>
#include <thread>
#include <vector>

#include "cli/command.hpp"

namespace parallel_testing::cluster {
namespace {

TEST(claims, C105_of_one_unit_only_one_agent_gets) {
  const temp_dir directory;
  constexpr int units = 200;
  std::vector<std::atomic<int>> count(units);
  std::vector<std::thread> agents;
  for (const char* node : {"n1", "n2", "n3", "n4"}) {
    agents.emplace_back([&, node] {
      claims own(directory.path().string(), node);
      for (int at = 0; at < units; ++at) {
        if (own.claim(std::to_string(at))) {
          ++count[static_cast<std::size_t>(at)];
        }
      }
    });
  }
  for (std::thread& each : agents) {
    each.join();
  }
  for (const std::atomic<int>& each : count) {
    EXPECT_EQ(each, 1);
  }
}

TEST(claims, of_a_link_whose_answer_was_lost_is_ones_own) {
  const temp_dir directory;
  claims own(directory.path().string(), "n1");
  const std::string unit = (directory.path() / "7").string();
  ASSERT_EQ(::link((directory.path() / "by-n1").c_str(), unit.c_str()), 0);
  EXPECT_TRUE(own.claim("7"));
  claims other(directory.path().string(), "n2");
  EXPECT_FALSE(other.claim("7"));
  EXPECT_EQ(owner_of_claim(directory.path().string(), "7"), "n1");
  EXPECT_EQ(owner_of_claim(directory.path().string(), "8"), "");
}

TEST(claims, that_cannot_be_made_are_an_error) {
  const temp_dir directory;
  claims own(directory.path().string(), "n1");
  EXPECT_THROW((void)own.claim("no/such/folder"), cli::failure);
}

}  // namespace
}  // namespace parallel_testing::cluster
