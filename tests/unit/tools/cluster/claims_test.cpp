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
#include "cli/output_file.hpp"

namespace parallel_testing::cluster {
namespace {

TEST(claims, C105_of_one_unit_only_one_agent_gets) {
  const temp_dir directory;
  constexpr int units = 200;
  open_claims(directory.path().string(), 1);
  std::vector<std::atomic<int>> count(units);
  std::vector<std::thread> agents;
  for (const char* node : {"n1", "n2", "n3", "n4"}) {
    agents.emplace_back([&, node] {
      claims own(directory.path().string(), node);
      for (int at = 0; at < units; ++at) {
        if (own.claim(1, std::to_string(at))) {
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
  open_claims(directory.path().string(), 3);
  const std::string unit = (directory.path() / "3/7").string();
  ASSERT_EQ(::link((directory.path() / "by-n1").c_str(), unit.c_str()), 0);
  EXPECT_TRUE(own.claim(3, "7"));
  claims other(directory.path().string(), "n2");
  EXPECT_FALSE(other.claim(3, "7"));
  EXPECT_EQ(owner_of_claim(directory.path().string(), 3, "7"), "n1");
  EXPECT_EQ(owner_of_claim(directory.path().string(), 3, "8"), "");
}

TEST(claims, that_cannot_be_made_are_an_error) {
  const temp_dir directory;
  claims own(directory.path().string(), "n1");
  cli::write_file((directory.path() / "1").string(), "not a directory");
  EXPECT_THROW((void)own.claim(1, "7"), cli::failure);
}

TEST(claims, C105_of_a_round_that_is_over_nobody_gets) {
  const temp_dir directory;
  const std::string path = directory.path().string();
  claims late(path, "n1");
  open_claims(path, 1);
  EXPECT_TRUE(late.claim(1, "6"));
  open_claims(path, 2);
  close_claims(path, 1);
  EXPECT_FALSE(late.claim(1, "7"));
  EXPECT_EQ(owner_of_claim(path, 1, "6"), "");
  EXPECT_TRUE(late.claim(2, "7"));
}

}  // namespace
}  // namespace parallel_testing::cluster
