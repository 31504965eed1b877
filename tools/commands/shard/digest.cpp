// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/shard/digest.hpp"

#include <fmt/format.h>

#include <string>

namespace parallel_testing::shard_command {
namespace {

/// For each test the shards that have it, from 1.
std::vector<std::vector<std::size_t>> shards_by_test(
    std::size_t tests, const std::vector<shard>& shards) {
  std::vector<std::vector<std::size_t>> result(tests);
  for (std::size_t at = 0; at < shards.size(); ++at) {
    for (const std::size_t test : shards[at].tests) {
      result[test].push_back(at + 1);
    }
  }
  return result;
}

/// Each part has its length, so that no two plans have one text.
std::string text_of(const plan_input& input,
                    const std::vector<std::vector<std::size_t>>& shards_of,
                    std::size_t count) {
  std::string text = fmt::format("{} {}\n", to_text(input.how), count);
  for (std::size_t at = 0; at < input.tests.size(); ++at) {
    const timed_test& test = input.tests[at];
    const std::string& name = test.test->name;
    text += fmt::format("{} {}:{}", input.numbers[at], name.size(), name);
    if (input.how == method::time) {
      text += test.ms ? fmt::format(" {} ms", *test.ms) : " no time";
    }
    text += fmt::format(" in {}\n", fmt::join(shards_of[at], ","));
  }
  return text;
}

}  // namespace

std::uint64_t hash_of(std::string_view text) {
  constexpr std::uint64_t offset = 14695981039346656037U;
  constexpr std::uint64_t prime = 1099511628211U;
  std::uint64_t value = offset;
  for (const char c : text) {
    value = (value ^ static_cast<unsigned char>(c)) * prime;
  }
  return value;
}

io::run_shard describe_shard(const plan_input& input,
                             const std::vector<shard>& shards,
                             std::size_t index) {
  const auto shards_of = shards_by_test(input.tests.size(), shards);
  io::run_shard result;
  result.index = static_cast<std::int64_t>(index);
  result.count = static_cast<std::int64_t>(shards.size());
  result.by = to_text(input.how);
  result.plan =
      fmt::format("{:016x}", hash_of(text_of(input, shards_of, shards.size())));
  result.all_tests = static_cast<std::int64_t>(input.tests.size());
  for (const std::size_t test : shards[index - 1].tests) {
    result.tests.push_back(input.numbers[test]);
    if (shards_of[test].size() > 1) {
      result.repeated.push_back(input.numbers[test]);
    }
  }
  for (std::size_t at = 0; at < shards.size(); ++at) {
    if (shards[at].tests.empty()) {
      result.empty.push_back(static_cast<std::int64_t>(at) + 1);
    }
  }
  return result;
}

}  // namespace parallel_testing::shard_command
