// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "base/text.hpp"

#include <algorithm>
#include <charconv>
#include <parallel_testing/error.hpp>

#include "base/format.hpp"

namespace parallel_testing {

namespace {
bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         (c >= '0' && c <= '9');
}

bool is_file_name_character(char c) {
  return is_letter_or_digit(c) || c == '.' || c == '_' || c == '-';
}

/// Whether `name` already ends like a changed name: in "_" and 8 hex digits.
bool looks_marked(std::string_view name) {
  constexpr std::size_t length = 9;
  if (name.size() < length) {
    return false;
  }
  const std::string_view end = name.substr(name.size() - length);
  return end[0] == '_' &&
         end.find_first_not_of("0123456789abcdef", 1) == end.npos;
}

char identifier_character(char c) {
  if (c >= 'A' && c <= 'Z') {
    return static_cast<char>(c - 'A' + 'a');
  }
  return is_letter_or_digit(c) ? c : '_';
}
}  // namespace

std::uint64_t hash(std::string_view text) noexcept {
  // FNV-1a (Fowler, Noll, Vo), then the finalizer of MurmurHash3 because the
  // low bits of FNV alone are weak.
  std::uint64_t value = 14695981039346656037ULL;
  for (const char c : text) {
    value = (value ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  }
  value = (value ^ (value >> 33)) * 0xff51afd7ed558ccdULL;
  value = (value ^ (value >> 33)) * 0xc4ceb9fe1a85ec53ULL;
  return value ^ (value >> 33);
}

std::string hex(std::uint64_t value, int digits) {
  const std::string all = fmt::format("{:016x}", value);
  return all.substr(all.size() - static_cast<std::size_t>(digits));
}

std::string file_name(std::string_view text, std::size_t limit) {
  std::string name(text.substr(0, limit));
  for (char& c : name) {
    if (!is_file_name_character(c)) {
      c = '_';
    }
  }
  if (!name.empty() && (name[0] == '.' || name[0] == '-')) {
    name[0] = '_';
  }
  return name;
}

std::string identifier(std::string_view text, std::string_view ending,
                       std::size_t limit) {
  std::string name;
  if (text.empty() || (text[0] >= '0' && text[0] <= '9')) {
    name = "_";
  }
  name.append(text);
  std::transform(name.begin(), name.end(), name.begin(), identifier_character);
  const bool changed = name != text || looks_marked(name);
  const std::string tail = fmt::format("_{}", ending);
  if (changed || name.size() + tail.size() > limit) {
    const std::string mark = "_" + hex(hash(text), 8);
    name.resize(std::min(name.size(), limit - tail.size() - mark.size()));
    name += mark;
  }
  return name + tail;
}

bool starts_with(std::string_view text, std::string_view start) noexcept {
  return text.substr(0, start.size()) == start;
}

std::string joined(const std::vector<std::string>& texts, char separator) {
  std::string result;
  for (const std::string& text : texts) {
    if (&text != &texts.front()) {
      result += separator;
    }
    result += text;
  }
  return result;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> pieces;
  while (!text.empty()) {
    const std::size_t end = text.find(separator);
    pieces.push_back(text.substr(0, end));
    if (end == std::string_view::npos) {
      break;
    }
    text.remove_prefix(end + 1);
  }
  return pieces;
}

std::optional<std::uint64_t> whole_number(std::string_view text,
                                          std::uint64_t largest) {
  std::uint64_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, failure] = std::from_chars(text.data(), end, number);
  if (failure != std::errc() || stop != end || number > largest) {
    return std::nullopt;
  }
  return number;
}

namespace {
/// Whether a literal wildcard is at this place.
bool is_escape(std::string_view glob, std::size_t at) {
  return glob[at] == '\\' && at + 1 < glob.size() &&
         (glob[at + 1] == '*' || glob[at + 1] == '?');
}
}  // namespace

bool matches_glob(std::string_view text, std::string_view glob) {
  std::size_t at = 0;
  std::size_t pattern = 0;
  std::size_t star = std::string_view::npos;
  std::size_t star_at = 0;
  while (at < text.size()) {
    if (pattern < glob.size() && glob[pattern] == '*') {
      star = pattern++;
      star_at = at;
    } else if (pattern < glob.size() && is_escape(glob, pattern) &&
               glob[pattern + 1] == text[at]) {
      pattern += 2;
      ++at;
    } else if (pattern < glob.size() && !is_escape(glob, pattern) &&
               (glob[pattern] == '?' || glob[pattern] == text[at])) {
      ++pattern;
      ++at;
    } else if (star != std::string_view::npos) {
      pattern = star + 1;
      at = ++star_at;
    } else {
      return false;
    }
  }
  return glob.find_first_not_of('*', pattern) == std::string_view::npos;
}

bool is_plain_name(std::string_view name, std::size_t limit) {
  return !name.empty() && name.size() <= limit &&
         std::all_of(name.begin(), name.end(), is_file_name_character);
}

void require_relative(std::string_view name, std::string_view what) {
  const std::vector<std::string_view> components = split(name, '/');
  const bool climbs =
      std::find(components.begin(), components.end(), "..") != components.end();
  if (!name.empty() && name[0] != '/' && !climbs) {
    return;
  }
  throw error(
      fmt::format("{} '{}': must be a relative name without '..'; use a name "
                  "inside the directory",
                  what, name));
}

}  // namespace parallel_testing
