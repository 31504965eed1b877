// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What ctest prints while it runs tests, in versions 3.25 to 4.x:
//
//       Start  3: Orders.Migrate
//  2/10 Test  #3: Orders.Migrate ......***Failed    0.02 sec
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "events/event.hpp"

namespace parallel_testing::tools {

struct start_line {
  int number = 0;
  std::string name;
};

struct result_line {
  int done = 0;  // 0 where ctest leaves it out, before the last attempt
  int total = 0;
  int number = 0;
  std::string rest;  // from the name on
};

/// Pure, like all of this file. Nothing for any other line.
[[nodiscard]] std::optional<start_line> parse_start(std::string_view line);
[[nodiscard]] std::optional<result_line> parse_result(std::string_view line);

struct printed_result {
  verdict outcome = verdict::fail;
  std::string message;  // ctest's text, empty for a pass
  std::int64_t duration_ns = 0;
};

/// The result of the test `name` in the line; nothing when it is of another
/// test.
[[nodiscard]] std::optional<printed_result> read_result(const result_line& line,
                                                        std::string_view name);

/// Whether the line is `100% tests passed, 0 tests failed out of 9`.
[[nodiscard]] bool is_summary(std::string_view line);

}  // namespace parallel_testing::tools
