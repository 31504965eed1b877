// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/shard/test_record.hpp"

#include <cstddef>
#include <string>

namespace parallel_testing::shard_command {

std::vector<tools::shard_tests> record_tests(
    const division::plan_input& input) {
  constexpr std::size_t most_bytes = 100'000;  // Readers skip very long lines.
  std::vector<tools::shard_tests> result;
  std::size_t bytes = most_bytes;
  for (std::size_t at = 0; at < input.tests.size(); ++at) {
    const std::string& name = input.tests[at].test->name;
    bytes += name.size();
    if (bytes >= most_bytes) {
      result.emplace_back();
      bytes = name.size();
    }
    result.back().numbers.push_back(input.numbers[at]);
    result.back().names.push_back(name);
  }
  return result;
}

}  // namespace parallel_testing::shard_command
