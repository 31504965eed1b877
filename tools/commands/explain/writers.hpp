// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>
#include <vector>

#include "commands/explain/facts.hpp"

namespace parallel_testing::explain_command {

/// The locks of all tests.
struct lock_facts {
  std::vector<lock_users> locks;
  std::vector<convertible> serial;
};

[[nodiscard]] std::string text_of(const test_facts& facts);
[[nodiscard]] std::string json_of(const test_facts& facts);
[[nodiscard]] std::string text_of(const lock_facts& facts,
                                  const std::vector<tools::listed_test>& tests);
[[nodiscard]] std::string json_of(const lock_facts& facts,
                                  const std::vector<tools::listed_test>& tests);

}  // namespace parallel_testing::explain_command
