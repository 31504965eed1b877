// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <map>
#include <string>

namespace parallel_testing::tool_test {

/// By `<test>[/<case>]`: how it ends.
using outcomes = std::map<std::string, std::string>;

enum class retried { never, once };

/// What expected_outcomes.txt says of projects/outcomes.
[[nodiscard]] outcomes expected_outcomes(retried how);

/// The selection that leaves out what only runs when it is asked for.
inline constexpr const char* not_hanging = "^(slow|hang)$";

}  // namespace parallel_testing::tool_test
