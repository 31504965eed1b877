// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <parallel_testing/names.hpp>
#include <set>
#include <sstream>
#include <thread>
#include <vector>

#include "state/state_directory.hpp"
#include "support/child_process.hpp"
#include "support/scratch.hpp"

namespace parallel_testing {
namespace {

using testing::MatchesRegex;
using unit::child_process;
using unit::scratch;

constexpr const char* form = "test_(gw[0-9]+|master)_[0-9a-f]{8}";

TEST(next_in_sequence, counts_up_and_wraps) {
  const scratch place;
  const state_directory state = open_state_directory(place.state());
  const std::uint32_t first = next_in_sequence(state, "gw0");
  EXPECT_EQ(next_in_sequence(state, "gw0"), first + 1);
  unit::write_to(place.state() + "/sequences/gw0", "4294967295");
  EXPECT_EQ(next_in_sequence(state, "gw0"), 0U);
  EXPECT_EQ(next_in_sequence(state, "gw0"), 1U);
}

TEST(next_in_sequence, C74_goes_on_after_a_corrupt_file) {
  const scratch place;
  const state_directory state = open_state_directory(place.state());
  next_in_sequence(state, "gw0");
  for (const char* text : {"", "garbage", "99999999999999999999"}) {
    unit::write_to(place.state() + "/sequences/gw0", text);
    const std::uint32_t first = next_in_sequence(state, "gw0");
    EXPECT_EQ(next_in_sequence(state, "gw0"), first + 1) << text;
  }
}

TEST(unique_resource_name, C18_has_its_form) {
  EXPECT_THAT(unique_resource_name(), MatchesRegex(form));
}

TEST(unique_resource_name, C18_no_two_of_10000_over_8_processes_are_equal) {
  const scratch place;
  std::vector<child_process> processes;
  for (int at = 0; at < 8; ++at) {
    processes.emplace_back(std::vector<std::string>{RUNTIME_PROBE},
                           place.by_hand());
  }
  for (child_process& each : processes) each.send("unique_names 1250");
  std::set<std::string> names;
  for (child_process& each : processes) {
    std::istringstream answer(each.receive());
    for (std::string name; answer >> name;) {
      EXPECT_THAT(name, MatchesRegex(form));
      EXPECT_TRUE(names.insert(name).second) << name;
    }
  }
  EXPECT_EQ(names.size(), 10000U);
}

TEST(unique_resource_name, C18_no_two_threads_get_one_name) {
  std::vector<std::vector<std::string>> of_thread(4);
  std::vector<std::thread> threads;
  for (auto& names : of_thread) {
    threads.emplace_back([&names] {
      for (int at = 0; at < 50; ++at) names.push_back(unique_resource_name());
    });
  }
  for (std::thread& each : threads) each.join();
  std::set<std::string> all;
  for (const auto& names : of_thread) all.insert(names.begin(), names.end());
  EXPECT_EQ(all.size(), 200U);
}

}  // namespace
}  // namespace parallel_testing
