// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "discovery/shown_names.hpp"

#include <cctype>
#include <cstdlib>
#include <string>
#include <unordered_map>

namespace parallel_testing {

namespace {

/// Fewer digits are a flag or a code, because the first pages of an address
/// space are never used.
constexpr std::size_t fewest_digits_of_an_address = 5;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// Whether the text is a string in the form that GoogleTest shows, with escaped
/// quotes. The content of a string is always stable.
bool is_string(std::string_view text) {
  const std::size_t start = text.find('"');
  const std::string_view prefix = text.substr(0, start);
  if (start == text.npos || (!prefix.empty() && prefix != "u8" &&
                             prefix != "u" && prefix != "U" && prefix != "L")) {
    return false;
  }
  text.remove_prefix(start);
  std::size_t end = 1;
  while (end < text.size() && text[end] != '"') {
    end += text[end] == '\\' ? 2 : 1;
  }
  return end + 1 == text.size();
}

/// GoogleTest shows a character as 'A' (65, 0x41). Whether `digits`, in base
/// 16, are the number at the end of `before`.
bool is_code_of_character(std::string_view before, std::string_view digits) {
  constexpr std::string_view separator = ", ";
  if (before.size() < 3 || before.substr(before.size() - 2) != separator) {
    return false;
  }
  before.remove_suffix(separator.size());
  std::size_t start = before.size();
  while (start > 0 && is_digit(before[start - 1])) {
    --start;
  }
  const std::string number(before.substr(start));
  return start > 0 && before[start - 1] == '(' && !number.empty() &&
         std::strtoull(number.c_str(), nullptr, 10) ==
             std::strtoull(std::string(digits).c_str(), nullptr, 16);
}

bool has_address(std::string_view text) {
  for (std::size_t at = text.find("0x"); at != text.npos;
       at = text.find("0x", at + 2)) {
    std::size_t end = at + 2;
    while (end < text.size() &&
           std::isxdigit(static_cast<unsigned char>(text[end])) != 0) {
      ++end;
    }
    if (end - at - 2 >= fewest_digits_of_an_address &&
        !is_code_of_character(text.substr(0, at),
                              text.substr(at + 2, end - at - 2))) {
      return true;
    }
  }
  return false;
}

/// GoogleTest shows an object that it cannot print as 8-byte object <00-11
/// 22-33 …>.
bool has_bytes(std::string_view text) {
  constexpr std::string_view phrase = "-byte object <";
  for (std::size_t at = text.find(phrase); at != text.npos;
       at = text.find(phrase, at + 1)) {
    if (at > 0 && is_digit(text[at - 1])) {
      return true;
    }
  }
  return false;
}

/// The length of the first character, 0 when it is not UTF-8 or is a control
/// character.
std::size_t length_of_printable(std::string_view text) {
  const auto first = static_cast<unsigned char>(text[0]);
  if (first < 0x80) {
    return first < 0x20 || first == 0x7f ? 0 : 1;
  }
  const std::size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || text.size() < length) {
    return 0;
  }
  unsigned code = first & (0xffU >> (length + 1));
  for (const char c : text.substr(1, length - 1)) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xc0U) != 0x80U) {
      return 0;
    }
    code = code << 6U | (byte & 0x3fU);
  }
  const unsigned least[] = {0, 0, 0x80, 0x800, 0x10000};
  const bool is_character =
      code >= least[length] && code <= 0x10ffff && code / 0x800 != 0x1b;
  const bool is_control = code < 0xa0 || code == 0x2028 || code == 0x2029;
  return is_character && !is_control ? length : 0;
}

bool is_on_one_line(std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = length_of_printable(text);
    if (length == 0) {
      return false;
    }
    text.remove_prefix(length);
  }
  return true;
}

}  // namespace

bool is_stable_text(std::string_view text) {
  if (text.find_first_not_of(' ') == text.npos || !is_on_one_line(text)) {
    return false;
  }
  return is_string(text) || (!has_bytes(text) && !has_address(text));
}

void make_shown_names_unique(std::vector<listed_case>& cases) {
  bool changed = true;
  while (changed) {
    changed = false;
    std::unordered_map<std::string_view, int> used;
    for (const listed_case& each : cases) {
      ++used[each.name];
    }
    for (listed_case& each : cases) {
      if (each.name == each.framework_name || used[each.name] == 1) {
        continue;
      }
      each.name = each.framework_name;
      changed = true;
    }
  }
}

}  // namespace parallel_testing
