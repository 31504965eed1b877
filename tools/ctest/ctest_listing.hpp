// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What CTest knows about its tests before they run, from `ctest
// --show-only=json-v1`.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace parallel_testing::tools {

struct listed_test {
  std::string name;
  std::vector<std::string> command;  ///< empty: its program does not exist
  std::string file;                  ///< where it was declared
  std::int64_t line = 0;
  /// As CTest lists them. A value that is not a list has one item.
  std::map<std::string, std::vector<std::string>> properties;

  /// The items of a property; empty if it is not set.
  [[nodiscard]] const std::vector<std::string>& items(
      const std::string& property) const;
  [[nodiscard]] bool is_set(const std::string& property) const;
};

/// In the order of CTest. Throws record_error for any other text.
[[nodiscard]] std::vector<listed_test> parse_listing(std::string_view text);

}  // namespace parallel_testing::tools
