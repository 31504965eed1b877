// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Which tests each of several machines runs.
//
// Every test is in exactly one shard, but for the set-up and clean-up tests of
// fixtures: they are in each shard with a test that needs them. Tests that
// depend on each other (DEPENDS), or have one name, stay together.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ctest/ctest_listing.hpp"
#include "events/event.hpp"

namespace parallel_testing::shard_command {

enum class method {
  time,   // equal times, by what tests took before
  hash,   // by name: a new test moves no other
  slice,  // every n-th in CTest's order
};

/// `time`, `hash` or `slice`.
[[nodiscard]] const char* to_text(method how);

struct timed_test {
  const tools::listed_test* test = nullptr;
  std::optional<std::int64_t> ms;  // unknown: it counts as the average
};

struct shard {
  std::vector<std::size_t> tests;  // places in the input, in its order
  std::int64_t forecast_ms = 0;    // of all its tests, one after the other
  std::int64_t longest_ms = 0;
};

/// `count` shards, some of which may be empty. The same for the same input.
/// Pure.
[[nodiscard]] std::vector<shard> plan_shards(
    const std::vector<timed_test>& tests, std::size_t count, method how);

/// What plan_shards() was given.
struct plan_input {
  const std::vector<timed_test>& tests;
  std::vector<std::int64_t> numbers;  // CTest's, of these tests
  method how = method::time;
};

/// The record of shard `index`, from 1, for its log. The digest covers names
/// and numbers of all tests, which shards have them and, by time, their times.
/// Pure.
[[nodiscard]] tools::run_shard describe_shard(const plan_input& input,
                                              const std::vector<shard>& shards,
                                              std::size_t index);

}  // namespace parallel_testing::shard_command
