// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "base/line_reader.hpp"

namespace parallel_testing::tools {

bool line_reader::fill() {
  if (unread_.empty()) {
    input_.read(buffer_.data(), static_cast<std::streamsize>(buffer_.size()));
    unread_ = {buffer_.data(), static_cast<std::size_t>(input_.gcount())};
  }
  return !unread_.empty();
}

bool line_reader::next(line& result) {
  if (!fill()) {
    return false;
  }
  result.text.clear();
  result.number = ++number_;
  result.state = line_state::unterminated;
  bool fits = true;
  while (result.state == line_state::unterminated && fill()) {
    const std::size_t newline = unread_.find('\n');
    const std::string_view piece = unread_.substr(0, newline);
    fits = fits && result.text.size() + piece.size() <= max_line_bytes;
    if (fits) {
      result.text += piece;
    }
    if (newline != std::string_view::npos) {
      result.state = line_state::complete;
      unread_.remove_prefix(newline + 1);
    } else {
      unread_ = {};
    }
  }
  if (!fits) {
    result.text.clear();
    result.state = line_state::too_long;
  }
  return true;
}

}  // namespace parallel_testing::tools
