// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "discovered/cmake_calls.hpp"

#include <algorithm>

namespace parallel_testing::tools {
namespace {

constexpr std::string_view blanks = " \t\r\n";
constexpr std::string_view name_characters =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";

class parser {
 public:
  explicit parser(std::string_view text) : rest_(text) {}

  std::vector<cmake_call> calls() {
    std::vector<cmake_call> result;
    while (skip_blanks_and_comments()) {
      const std::size_t end =
          std::min(rest_.find_first_not_of(name_characters), rest_.size());
      cmake_call call{std::string(rest_.substr(0, end)), {}};
      rest_.remove_prefix(end);
      if (call.name.empty() || !rest_.starts_with('(')) {
        rest_.remove_prefix(std::min<std::size_t>(rest_.size(), 1));
        continue;
      }
      rest_.remove_prefix(1);
      read_arguments(call);
      result.push_back(std::move(call));
    }
    return result;
  }

 private:
  bool skip_blanks_and_comments() {
    for (;;) {
      rest_.remove_prefix(
          std::min(rest_.find_first_not_of(blanks), rest_.size()));
      if (!rest_.starts_with('#')) {
        return !rest_.empty();
      }
      rest_.remove_prefix(std::min(rest_.find('\n'), rest_.size()));
    }
  }

  void read_arguments(cmake_call& call) {
    while (skip_blanks_and_comments()) {
      if (rest_.starts_with(')')) {
        rest_.remove_prefix(1);
        return;
      }
      if (!read_bracket(call) && !read_quoted(call)) {
        const std::size_t end = std::max<std::size_t>(
            std::min(rest_.find_first_of(" \t\r\n()"), rest_.size()), 1);
        call.arguments.emplace_back(rest_.substr(0, end));
        rest_.remove_prefix(end);
      }
    }
  }

  bool read_bracket(cmake_call& call) {
    const std::size_t second = rest_.find_first_not_of('=', 1);
    if (!rest_.starts_with('[') || second == std::string_view::npos ||
        rest_[second] != '[') {
      return false;
    }
    std::string close(rest_.substr(0, second + 1));  // same length as `[==[`
    close.front() = close.back() = ']';
    const std::size_t end = rest_.find(close, second + 1);
    std::string_view content = rest_.substr(second + 1);
    if (end != std::string_view::npos) {
      content = rest_.substr(second + 1, end - second - 1);
    }
    if (content.starts_with('\n')) {
      content.remove_prefix(1);
    }
    call.arguments.emplace_back(content);
    rest_.remove_prefix(end == std::string_view::npos ? rest_.size()
                                                      : end + close.size());
    return true;
  }

  bool read_quoted(cmake_call& call) {
    if (!rest_.starts_with('"')) {
      return false;
    }
    std::string text;
    std::size_t at = 1;
    for (; at < rest_.size() && rest_[at] != '"'; ++at) {
      at += rest_[at] == '\\' && at + 1 < rest_.size() ? 1U : 0U;
      text += rest_[at];
    }
    call.arguments.push_back(std::move(text));
    rest_.remove_prefix(std::min(at + 1, rest_.size()));
    return true;
  }

  std::string_view rest_;
};

}  // namespace

std::vector<cmake_call> parse_cmake_calls(std::string_view text) {
  return parser(text).calls();
}

}  // namespace parallel_testing::tools
