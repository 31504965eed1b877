// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/debug/json_with_comments.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <vector>

#include "base/json.hpp"
#include "base/record.hpp"

namespace parallel_testing::debug_command {
namespace {

constexpr int deepest = 500;

/// Part of the text.
struct extent {
  std::size_t begin = 0;
  std::size_t end = 0;
};

/// An item of an array or a member of an object.
struct child_value {
  std::string name;  ///< of a member
  extent value;
};

struct container {
  extent whole;  ///< with the brackets
  std::vector<child_value> children;
  std::optional<std::size_t> last_comma;  ///< that follows the last child
};

class scanner {
 public:
  explicit scanner(std::string_view text) : text_(text) {
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
    if (text_.starts_with(byte_order_mark)) {
      at_ = byte_order_mark.size();
    }
  }

  /// The container at the present place, which ends after it.
  container read_container() {
    skip();
    const char open = peek();
    if (open != '{' && open != '[') {
      fail("expected an object or an array");
    }
    const char close = open == '{' ? '}' : ']';
    container read;
    read.whole.begin = at_++;
    if (++depth_ > deepest) {
      fail("values are nested too deeply");
    }
    for (skip(); peek() != close; skip()) {
      if (!read.children.empty() && !read.last_comma) {
        fail("expected a comma");
      }
      read.last_comma.reset();
      child_value child;
      if (open == '{') {
        child.name = read_string();
        skip();
        expect(':');
        skip();
      }
      child.value = read_value();
      read.children.push_back(std::move(child));
      skip();
      if (peek() == ',') {
        read.last_comma = at_++;
      }
    }
    --depth_;
    read.whole.end = ++at_;
    return read;
  }

  void expect_end() {
    skip();
    if (at_ < text_.size()) {
      fail("expected the end");
    }
  }

  [[nodiscard]] bool is_blank() {
    skip();
    return at_ == text_.size();
  }

  void go_to(std::size_t place) { at_ = place; }

 private:
  [[noreturn]] void fail(const char* what) const {
    const auto line =
        1 + std::count(text_.begin(),
                       text_.begin() + static_cast<std::ptrdiff_t>(
                                           std::min(at_, text_.size())),
                       '\n');
    throw tools::record_error(fmt::format("line {}: {}", line, what),
                              "correct the file, or pass another one");
  }

  [[nodiscard]] char peek() const {
    if (at_ >= text_.size()) {
      fail("the text ends too early");
    }
    return text_[at_];
  }

  void expect(char wanted) {
    if (peek() != wanted) {
      fail("expected a colon");
    }
    ++at_;
  }

  /// Blanks and comments.
  void skip() {
    constexpr std::string_view blanks = " \t\r\n";
    while (at_ < text_.size()) {
      const std::string_view rest = text_.substr(at_);
      if (blanks.find(rest[0]) != std::string_view::npos) {
        ++at_;
      } else if (rest.starts_with("//")) {
        at_ = std::min(text_.find('\n', at_), text_.size());
      } else if (rest.starts_with("/*")) {
        const std::size_t end = text_.find("*/", at_ + 2);
        if (end == std::string_view::npos) {
          fail("a comment has no end");
        }
        at_ = end + 2;
      } else {
        return;
      }
    }
  }

  std::string read_string() {
    if (peek() != '"') {
      fail("expected a name in quotes");
    }
    const std::size_t begin = at_++;
    while (peek() != '"') {
      at_ += text_[at_] == '\\' ? 2 : 1;
    }
    ++at_;
    const nlohmann::json parsed =
        nlohmann::json::parse(text_.substr(begin, at_ - begin), nullptr, false);
    if (!parsed.is_string()) {
      fail("this is not a text of JSON");
    }
    return parsed.get<std::string>();
  }

  extent read_value() {
    const std::size_t begin = at_;
    if (peek() == '{' || peek() == '[') {
      read_container();
    } else if (peek() == '"') {
      read_string();
    } else {
      at_ = std::min(text_.find_first_of(",]} \t\r\n/", at_), text_.size());
      if (at_ == begin) {
        fail("expected a value");
      }
    }
    return {begin, at_};
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int depth_ = 0;
};

container container_at(std::string_view text, std::size_t place) {
  scanner from(text);
  from.go_to(place);
  return from.read_container();
}

/// The column in which the line of `place` begins its text, as blanks.
std::string indent_at(std::string_view text, std::size_t place) {
  const std::size_t line = text.rfind('\n', place) + 1;
  const std::size_t first = text.find_first_not_of(" \t", line);
  return std::string(text.substr(line, std::min(first, place) - line));
}

/// `item` with this indent in all lines but the first.
std::string indented(std::string_view item, const std::string& indent) {
  std::string result;
  for (const char each : item) {
    result += each;
    if (each == '\n') {
      result += indent;
    }
  }
  return result;
}

std::string with_child(std::string_view text, const container& into,
                       std::string_view child) {
  const std::string outer = indent_at(text, into.whole.begin);
  std::string result(text);
  if (into.children.empty()) {
    const std::string inner = outer + "    ";
    result.insert(into.whole.begin + 1, "\n" + inner + indented(child, inner));
    const bool is_on_one_line =
        text.substr(into.whole.begin, into.whole.end - into.whole.begin)
            .find('\n') == std::string_view::npos;
    if (is_on_one_line) {
      const std::size_t close =
          into.whole.end - 1 + result.size() - text.size();
      result.insert(close, "\n" + outer);
    }
    return result;
  }
  const child_value& last = into.children.back();
  const bool has_lines =
      text.substr(into.whole.begin, last.value.begin - into.whole.begin)
          .find('\n') != std::string_view::npos;
  const std::string inner =
      has_lines ? indent_at(text, last.value.begin) : outer + "    ";
  const std::string line = "\n" + inner + indented(child, inner);
  if (into.last_comma) {
    result.insert(*into.last_comma + 1, line);
  } else {
    result.insert(last.value.end, "," + line);
  }
  return result;
}

}  // namespace

std::string with_item(std::string_view text, std::string_view member,
                      std::string_view name, std::string_view item) {
  if (scanner(text).is_blank()) {
    return with_item("{}\n", member, name, item);
  }
  scanner from(text);
  const container root = from.read_container();
  from.expect_end();
  if (text[root.whole.begin] != '{') {
    throw tools::record_error("the text is not an object",
                              "correct the file, or pass another one");
  }
  const auto array = std::find_if(
      root.children.begin(), root.children.end(),
      [&](const child_value& each) { return each.name == member; });
  if (array == root.children.end()) {
    return with_child(
        text, root,
        fmt::format("\"{}\": [\n    {}\n]", member, indented(item, "    ")));
  }
  const container items = container_at(text, array->value.begin);
  if (text[items.whole.begin] != '[') {
    throw tools::record_error(fmt::format("'{}' is not an array", member),
                              "correct the file, or pass another one");
  }
  for (const child_value& each : items.children) {
    const std::string_view old =
        text.substr(each.value.begin, each.value.end - each.value.begin);
    if (!old.starts_with('{')) {
      continue;
    }
    const container object = container_at(text, each.value.begin);
    const bool is_same = std::any_of(
        object.children.begin(), object.children.end(),
        [&](const child_value& part) {
          const std::string_view value =
              text.substr(part.value.begin, part.value.end - part.value.begin);
          return part.name == "name" &&
                 nlohmann::json::parse(value, nullptr, false) == name;
        });
    if (is_same) {
      return std::string(text.substr(0, each.value.begin)) +
             indented(item, indent_at(text, each.value.begin)) +
             std::string(text.substr(each.value.end));
    }
  }
  return with_child(text, items, item);
}

}  // namespace parallel_testing::debug_command
