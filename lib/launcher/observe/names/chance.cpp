// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "observe/names/chance.hpp"

#include <algorithm>
#include <cstddef>

#include "base/text.hpp"

namespace parallel_testing::launcher {

namespace {

using observed::chance;

enum class letter { lower, upper, digit, none };

letter kind_of(char c) noexcept {
  if (c >= 'a' && c <= 'z') {
    return letter::lower;
  }
  if (c >= 'A' && c <= 'Z') {
    return letter::upper;
  }
  return c >= '0' && c <= '9' ? letter::digit : letter::none;
}

bool is_hexadecimal(char c) noexcept {
  return kind_of(c) == letter::digit || (c >= 'a' && c <= 'f') ||
         (c >= 'A' && c <= 'F');
}

/// Into how many words and numbers a text falls apart: "Orders", "DB", "2".
int parts_of(std::string_view text) {
  int parts = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const letter now = kind_of(text[at]);
    const letter before = at > 0 ? kind_of(text[at - 1]) : letter::none;
    const bool goes_on =
        now == before || (before == letter::upper && now == letter::lower);
    parts += goes_on ? 0 : 1;
  }
  return parts;
}

bool has_digit(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return kind_of(c) == letter::digit; });
}

bool looks_random(std::string_view word, origin_of_name origin) {
  constexpr std::size_t of_mkstemp = 6;
  constexpr std::size_t of_clock = 9;
  constexpr std::size_t of_hash = 8;
  const auto is_digit = [](char c) { return kind_of(c) == letter::digit; };
  if (std::all_of(word.begin(), word.end(), is_digit)) {
    return word.size() >= of_clock;
  }
  const bool is_hash = word.size() >= of_hash &&
                       std::all_of(word.begin(), word.end(), is_hexadecimal) &&
                       std::any_of(word.begin(), word.end(), is_digit);
  if (is_hash) {
    return true;
  }
  if (word.size() < of_mkstemp) {
    return false;
  }
  const std::string_view tail = word.substr(word.size() - of_mkstemp);
  // A name that people write and that is taken for a random one would hide a
  // conflict; a random one that is taken for theirs meets no other anyway.
  constexpr int of_people = 3;
  const int parts = parts_of(tail);
  return parts > of_people || (parts == of_people && !has_digit(tail) &&
                               origin == origin_of_name::had_to_be_new);
}

bool is_one_of(std::string_view word, const std::vector<pid_t>& processes) {
  const auto number = whole_number(word, 0x7fffffff);
  return number && *number > 1 &&
         std::find(processes.begin(), processes.end(),
                   static_cast<pid_t>(*number)) != processes.end();
}

/// The digits at the end of a word: "log1234".
std::string_view number_at_end(std::string_view word) {
  std::size_t at = word.size();
  while (at > 0 && kind_of(word[at - 1]) == letter::digit) {
    --at;
  }
  return word.substr(at);
}

}  // namespace

chance chance_in(std::string_view name, origin_of_name origin,
                 const std::vector<pid_t>& processes) {
  chance result = chance::meets;
  std::size_t at = 0;
  while (at < name.size()) {
    std::size_t end = at;
    while (end < name.size() && kind_of(name[end]) != letter::none) {
      ++end;
    }
    const std::string_view word = name.substr(at, end - at);
    if (is_one_of(number_at_end(word), processes)) {
      result = chance::pid;
    } else if (looks_random(word, origin)) {
      return chance::random;
    }
    at = end + 1;
  }
  return result;
}

}  // namespace parallel_testing::launcher
