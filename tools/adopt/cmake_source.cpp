// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "adopt/cmake_source.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

namespace parallel_testing::tools {
namespace {

constexpr std::array openings{"if",       "foreach", "while",
                              "function", "macro",   "block"};
constexpr std::array closings{"endif",       "endforeach", "endwhile",
                              "endfunction", "endmacro",   "endblock"};

bool is_in_name(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

/// The number of characters of `[`, `[=[`, … at the start of the text; 0 if it
/// starts with something else.
std::size_t bracket_length(std::string_view text) {
  if (!text.starts_with('[')) {
    return 0;
  }
  const std::size_t second = text.find_first_not_of('=', 1);
  return second == std::string_view::npos || text[second] != '[' ? 0
                                                                 : second + 1;
}

class source_reader {
 public:
  explicit source_reader(cmake_source& into) : into_(into), text_(into.text) {}

  void read() {
    while (skip_blanks()) {
      if (!is_in_name(text_[at_])) {
        return stop("unexpected text");
      }
      if (!read_call()) {
        return;
      }
    }
    if (into_.problem.empty() && !open_.empty()) {
      const source_call& call = into_.calls[open_.back()];
      into_.problem =
          fmt::format("line {}: {}() is not closed", call.line, call.name);
    }
  }

 private:
  void stop(std::string_view what) {
    into_.problem = fmt::format("line {}: {}", line_of(at_), what);
  }

  std::int64_t line_of(std::size_t at) {
    line_ += std::count(text_.begin() + static_cast<std::ptrdiff_t>(counted_),
                        text_.begin() + static_cast<std::ptrdiff_t>(at), '\n');
    counted_ = at;
    return line_;
  }

  /// Skips blanks and comments. Returns false at the end of the text.
  bool skip_blanks() {
    while (at_ < text_.size()) {
      if (text_[at_] == '#') {
        const std::size_t bracket = bracket_length(text_.substr(at_ + 1));
        if (bracket > 0) {
          ++at_;
          skip_bracket(bracket);
        } else {
          at_ = std::min(text_.find('\n', at_), text_.size());
        }
      } else if (std::isspace(static_cast<unsigned char>(text_[at_])) != 0 ||
                 text_.substr(at_).starts_with("\xEF\xBB\xBF")) {
        at_ += text_[at_] == '\xEF' ? 3 : 1;
      } else {
        return true;
      }
    }
    return false;
  }

  void skip_bracket(std::size_t length) {
    std::string close(text_.substr(at_, length));
    close.front() = close.back() = ']';
    const std::size_t end = text_.find(close, at_ + length);
    at_ = end == std::string_view::npos ? text_.size() : end + close.size();
  }

  bool read_call() {
    source_call call;
    call.begin = at_;
    call.line = line_of(at_);
    while (at_ < text_.size() && is_in_name(text_[at_])) {
      ++at_;
    }
    call.name_end = at_;
    call.name = lower_case(text_.substr(call.begin, at_ - call.begin));
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t')) {
      ++at_;
    }
    if (at_ == text_.size() || text_[at_] != '(') {
      stop(fmt::format("'{}' is not followed by '('", call.name));
      return false;
    }
    ++at_;
    if (!read_arguments(call)) {
      at_ = call.begin;
      into_.problem =
          fmt::format("line {}: {}( has no ')'", call.line, call.name);
      return false;
    }
    call.end = at_;
    add(std::move(call));
    return true;
  }

  bool read_arguments(source_call& call) {
    int depth = 1;
    while (skip_blanks()) {
      const char next = text_[at_];
      if (next == '(' || next == ')') {
        depth += next == '(' ? 1 : -1;
        ++at_;
        if (depth == 0) {
          return true;
        }
        continue;
      }
      source_argument argument;
      argument.begin = at_;
      const std::size_t bracket = bracket_length(text_.substr(at_));
      if (bracket > 0) {
        argument.kind = argument_kind::bracket;
        skip_bracket(bracket);
      } else if (next == '"') {
        argument.kind = argument_kind::quoted;
        skip_quoted();
      } else {
        skip_unquoted();
      }
      argument.end = at_;
      argument.raw = text_.substr(argument.begin, at_ - argument.begin);
      call.arguments.push_back(std::move(argument));
    }
    return false;
  }

  void skip_quoted() {
    for (++at_; at_ < text_.size() && text_[at_] != '"'; ++at_) {
      at_ += text_[at_] == '\\' ? 1U : 0U;
    }
    at_ = std::min(at_ + 1, text_.size());
  }

  /// Also accepts quotes and make variables in it, as CMake does.
  void skip_unquoted() {
    while (at_ < text_.size()) {
      const char next = text_[at_];
      if (next == '"') {
        skip_quoted();
      } else if (next == '\\') {
        at_ = std::min(at_ + 2, text_.size());
      } else if (text_.substr(at_).starts_with("$(")) {
        at_ = std::min(text_.find(')', at_), text_.size() - 1) + 1;
      } else if (next == '(' || next == ')' || next == '#' ||
                 std::isspace(static_cast<unsigned char>(next)) != 0) {
        return;
      } else {
        ++at_;
      }
    }
  }

  void add(source_call call) {
    const auto is_one_of = [&](const auto& names) {
      return std::find(names.begin(), names.end(), call.name) != names.end();
    };
    if (is_one_of(closings)) {
      if (!open_.empty()) {
        open_.pop_back();
      }
    }
    call.blocks = open_;
    if (is_one_of(openings)) {
      open_.push_back(into_.calls.size());
    }
    // Each branch is a separate block: the other one may be executed.
    if ((call.name == "elseif" || call.name == "else") && !open_.empty()) {
      open_.back() = into_.calls.size();
    }
    into_.calls.push_back(std::move(call));
  }

  cmake_source& into_;
  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t counted_ = 0;
  std::int64_t line_ = 1;
  std::vector<std::size_t> open_;
};

}  // namespace

std::string lower_case(std::string_view name) {
  std::string result(name);
  std::transform(result.begin(), result.end(), result.begin(), [](char c) {
    return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  });
  return result;
}

std::string source_argument::literal() const {
  const std::string_view all = raw;
  if (kind == argument_kind::bracket) {
    const std::size_t length = bracket_length(all);
    std::string_view inner = all.substr(length, all.size() - 2 * length);
    inner.remove_prefix(inner.starts_with('\n') ? 1 : 0);
    return std::string(inner);
  }
  if (all.find_first_of("$\\@") != std::string_view::npos) {
    return "";
  }
  return std::string(
      kind == argument_kind::quoted ? all.substr(1, all.size() - 2) : all);
}

std::string_view cmake_source::text_of(const source_call& call) const {
  return std::string_view(text).substr(call.begin, call.end - call.begin);
}

const source_call* cmake_source::call_at(std::string_view name,
                                         std::int64_t line) const {
  const source_call* found = nullptr;
  for (const source_call& each : calls) {
    if (each.line == line && each.name == name) {
      if (found != nullptr) {
        return nullptr;
      }
      found = &each;
    }
  }
  return found;
}

cmake_source read_cmake_source(std::string text) {
  cmake_source source;
  source.text = std::move(text);
  source_reader(source).read();
  return source;
}

}  // namespace parallel_testing::tools
