// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the shards of one plan have in common, and what is different when they
// were planned apart: then tests are in none of them, or in two.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "commands/shard/plan.hpp"
#include "events/event.hpp"

namespace parallel_testing::shard_command {

/// FNV-1a: the same for the same text, on all machines and in all versions.
[[nodiscard]] std::uint64_t hash_of(std::string_view text);

/// What plan_shards() was given.
struct plan_input {
  const std::vector<timed_test>& tests;
  std::vector<std::int64_t> numbers;  // CTest's, of these tests
  method how = method::time;
};

/// What the log of shard `index`, from 1, says of it. The digest covers names
/// and numbers of all tests, which shards have them and, by time, their times.
/// Pure.
[[nodiscard]] io::run_shard describe_shard(const plan_input& input,
                                           const std::vector<shard>& shards,
                                           std::size_t index);

}  // namespace parallel_testing::shard_command
