// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What ctest 3.25 to 4.x prints while it runs tests:
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
  int done = 0;  ///< 0 if ctest omits it, before the last attempt
  int total = 0;
  int number = 0;
  std::string rest;  ///< the name and all that follows it
};

/// Pure, like everything in this file. Returns nothing for any other line.
[[nodiscard]] std::optional<start_line> parse_start(std::string_view line);
[[nodiscard]] std::optional<result_line> parse_result(std::string_view line);

struct printed_result {
  verdict outcome = verdict::fail;
  std::string message;  ///< the text of ctest, empty for a pass
  std::int64_t duration_ns = 0;
};

/// The result of the test `name` in the line; nothing if the line is about
/// another test.
[[nodiscard]] std::optional<printed_result> read_result(const result_line& line,
                                                        std::string_view name);

/// Whether the line is only the beginning of the result of the test `name`,
/// because ctest prints each regular expression that it missed on its own line.
[[nodiscard]] bool is_cut_result(const result_line& line,
                                 std::string_view name);

}  // namespace parallel_testing::tools
