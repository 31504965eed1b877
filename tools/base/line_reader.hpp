// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <array>
#include <cstddef>
#include <istream>
#include <string>
#include <string_view>

namespace parallel_testing::tools {

/// The longest line that is kept. Message fields of event writers are far
/// shorter.
inline constexpr std::size_t max_line_bytes = 1U << 20;

enum class line_state {
  complete,
  unterminated,  ///< the input ended before a newline: a write was cut short
  too_long,      ///< its text is empty; the reader skipped it
};

struct line {
  std::string text;
  std::size_t number = 0;  ///< counted from 1
  line_state state = line_state::complete;
};

/// Reads the lines of any input in constant memory.
class line_reader {
 public:
  explicit line_reader(std::istream& input) : input_(input) {}

  /// Returns false at the end of the input.
  bool next(line& result);

 private:
  bool fill();

  std::istream& input_;
  std::array<char, 1U << 16> buffer_{};
  std::string_view unread_;
  std::size_t number_ = 0;
};

}  // namespace parallel_testing::tools
