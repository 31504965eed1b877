// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Decides which tests each of several machines runs.
//
// Every test is in exactly one shard, except the set-up and clean-up tests of
// fixtures: they are in each shard with a test that needs them. Tests that
// depend on each other (DEPENDS), and tests with the same name, stay together.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ctest/ctest_listing.hpp"
#include "events/event.hpp"

namespace parallel_testing::division {

enum class method {
  time,   ///< equal times, based on earlier runs
  hash,   ///< by name: a new test does not move other tests
  slice,  ///< every n-th test in the order of CTest
};

/// `time`, `hash` or `slice`.
[[nodiscard]] const char* to_text(method how);

struct timed_test {
  const tools::listed_test* test = nullptr;
  std::optional<std::int64_t> ms;  ///< unknown times count as the average
};

struct shard {
  std::vector<std::size_t> tests;  ///< indices in the input, in order
  std::int64_t forecast_ms = 0;    ///< all its tests, one after another
  std::int64_t longest_ms = 0;
};

/// Divides the tests into `count` shards, some of which may be empty. The same
/// input gives the same shards. Pure.
[[nodiscard]] std::vector<shard> plan_shards(
    const std::vector<timed_test>& tests, std::size_t count, method how);

/// The input of plan_shards().
struct plan_input {
  const std::vector<timed_test>& tests;
  std::vector<std::int64_t> numbers;  ///< their numbers in CTest
  method how = method::time;
};

/// The record of shard `index`, counted from 1, for its log. The digest covers
/// the names and numbers of all tests, their shards and, if `how` is time,
/// their times. Pure.
[[nodiscard]] tools::run_shard describe_shard(const plan_input& input,
                                              const std::vector<shard>& shards,
                                              std::size_t index);

}  // namespace parallel_testing::division
