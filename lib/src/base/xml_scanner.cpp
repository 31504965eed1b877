// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "base/xml_scanner.hpp"

#include <charconv>

#include "base/text.hpp"

namespace parallel_testing {

namespace {

constexpr std::string_view blanks = " \t\r\n";

struct reference {
  std::string_view name;
  char character;
};
constexpr reference references[] = {
    {"lt", '<'}, {"gt", '>'}, {"amp", '&'}, {"quot", '"'}, {"apos", '\''}};

/// The byte that a reference stands for; std::nullopt for any other character,
/// which frameworks write without a reference.
std::optional<char> character_of(std::string_view name) {
  for (const reference& each : references) {
    if (each.name == name) {
      return each.character;
    }
  }
  const bool is_hexadecimal = starts_with(name, "#x");
  if (!is_hexadecimal && !starts_with(name, "#")) {
    return std::nullopt;
  }
  name.remove_prefix(is_hexadecimal ? 2 : 1);
  unsigned char code = 0;
  const char* const end = name.data() + name.size();
  if (std::from_chars(name.data(), end, code, is_hexadecimal ? 16 : 10).ptr !=
      end) {
    return std::nullopt;
  }
  return static_cast<char>(code);
}

std::string without_references(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    const std::size_t end = text[0] == '&' ? text.find(';') : text.npos;
    const auto character =
        end == text.npos ? std::nullopt : character_of(text.substr(1, end - 1));
    result += character.value_or(text[0]);
    text.remove_prefix(character ? end + 1 : 1);
  }
  return result;
}

void drop_blanks(std::string_view& text) {
  text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
}

}  // namespace

std::string xml_scanner::piece::attribute(const std::string& name) const {
  const auto found = attributes.find(name);
  return found == attributes.end() ? "" : found->second;
}

bool xml_scanner::skip_past(std::string_view end) {
  const std::size_t at = rest_.find(end);
  if (at == rest_.npos) {
    return false;
  }
  rest_.remove_prefix(at + end.size());
  return true;
}

std::optional<xml_scanner::piece> xml_scanner::next() {
  constexpr std::string_view cdata = "<![CDATA[";
  for (;;) {
    if (rest_.empty()) {
      return std::nullopt;
    }
    if (rest_[0] != '<') {
      const std::size_t end = rest_.find('<');
      piece read{kind::text, without_references(rest_.substr(0, end)), {}};
      rest_.remove_prefix(std::min(end, rest_.size()));
      return read;
    }
    if (starts_with(rest_, cdata)) {
      rest_.remove_prefix(cdata.size());
      const std::size_t end = rest_.find("]]>");
      if (end == rest_.npos) {
        return std::nullopt;
      }
      piece read{kind::text, std::string(rest_.substr(0, end)), {}};
      rest_.remove_prefix(end + 3);
      return read;
    }
    if (starts_with(rest_, "<!--")) {
      if (!skip_past("-->")) {
        return std::nullopt;
      }
    } else if (starts_with(rest_, "<?") || starts_with(rest_, "<!")) {
      if (!skip_past(">")) {
        return std::nullopt;
      }
    } else {
      return read_tag();
    }
  }
}

std::optional<xml_scanner::piece> xml_scanner::read_tag() {
  rest_.remove_prefix(1);
  piece read{kind::opening, "", {}};
  if (starts_with(rest_, "/")) {
    read.what = kind::closing;
    rest_.remove_prefix(1);
  }
  const std::size_t end = rest_.find_first_of(" \t\r\n/>");
  if (end == rest_.npos || end == 0) {
    return std::nullopt;
  }
  read.value = rest_.substr(0, end);
  rest_.remove_prefix(end);
  for (;;) {
    drop_blanks(rest_);
    if (starts_with(rest_, "/")) {
      read.closes_itself = true;
      rest_.remove_prefix(1);
      continue;
    }
    if (starts_with(rest_, ">")) {
      rest_.remove_prefix(1);
      return read;
    }
    const std::size_t sign = rest_.find('=');
    if (sign == rest_.npos || sign + 1 >= rest_.size()) {
      return std::nullopt;
    }
    const char quote = rest_[sign + 1];
    const std::size_t close = rest_.find(quote, sign + 2);
    if ((quote != '"' && quote != '\'') || close == rest_.npos) {
      return std::nullopt;
    }
    std::string_view name = rest_.substr(0, sign);
    name = name.substr(0, name.find_last_not_of(blanks) + 1);
    read.order.append(name).append(" ");
    read.attributes[std::string(name)] =
        without_references(rest_.substr(sign + 2, close - sign - 2));
    rest_.remove_prefix(close + 1);
  }
}

}  // namespace parallel_testing
