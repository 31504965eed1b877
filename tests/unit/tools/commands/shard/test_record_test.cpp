// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/shard/test_record.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace parallel_testing::shard_command {
namespace {

TEST(test_record, C85_names_all_tests_in_lines_that_can_be_read) {
  std::vector<tools::listed_test> tests(30);
  std::vector<division::timed_test> timed;
  std::vector<std::int64_t> numbers;
  for (tools::listed_test& each : tests) {
    each.name = std::string(10'000, 'n') + std::to_string(numbers.size());
    timed.push_back({&each, {}});
    numbers.push_back(static_cast<std::int64_t>(numbers.size()) + 7);
  }
  const auto record = record_tests({timed, numbers, division::method::hash});
  EXPECT_GT(record.size(), 1U);
  std::size_t at = 0;
  for (const tools::shard_tests& each : record) {
    EXPECT_LE(each.names.size(), 10U);
    ASSERT_EQ(each.names.size(), each.numbers.size());
    for (std::size_t own = 0; own < each.names.size(); ++own, ++at) {
      EXPECT_EQ(each.names[own], tests[at].name);
      EXPECT_EQ(each.numbers[own], numbers[at]);
    }
  }
  EXPECT_EQ(at, tests.size());
}

TEST(test_record, C85_of_no_tests_is_empty) {
  EXPECT_THAT(record_tests({{}, {}, division::method::time}),
              testing::IsEmpty());
}

}  // namespace
}  // namespace parallel_testing::shard_command
