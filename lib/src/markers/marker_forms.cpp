// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "markers/marker_forms.hpp"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "base/text.hpp"

namespace parallel_testing {

namespace {

using parts = std::vector<std::string_view>;

constexpr char plain_sign = '@';
constexpr std::string_view decimal_digits = "0123456789";
constexpr std::size_t longest_argument = 100;

template <std::size_t Count>
bool is_one_of(std::string_view text,
               const std::string_view (&allowed)[Count]) {
  return std::find(std::begin(allowed), std::end(allowed), text) !=
         std::end(allowed);
}

bool is_name(std::string_view text) {
  return is_plain_name(text, longest_argument);
}

/// A whole number from 1, written without zeros in front.
bool is_count(std::string_view text, std::size_t most_digits) {
  return !text.empty() && text.size() <= most_digits && text[0] != '0' &&
         text.find_first_not_of(decimal_digits) == text.npos;
}

bool is_count_below(std::string_view text, long limit) {
  return is_count(text, 9) &&
         std::strtol(std::string(text).c_str(), nullptr, 10) < limit;
}

/// "2" or "0.5", more than 0.
bool is_time(std::string_view text) {
  const std::size_t point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  const std::string_view rest =
      point == text.npos ? decimal_digits : text.substr(point + 1);
  return !whole.empty() && !rest.empty() &&
         whole.find_first_not_of(decimal_digits) == whole.npos &&
         rest.find_first_not_of(decimal_digits) == rest.npos &&
         text.find_first_not_of("0.") != text.npos;
}

bool is_amount_of_memory(std::string_view text) {
  constexpr std::string_view units[] = {"B",  "KiB", "MiB", "GiB",
                                        "KB", "MB",  "GB"};
  const std::size_t end =
      std::min(text.find_first_not_of(decimal_digits), text.size());
  return is_count(text.substr(0, end), 9) && is_one_of(text.substr(end), units);
}

bool needs_no_argument(std::string_view word) {
  constexpr std::string_view words[] = {"no_parallel", "serial",     "ports",
                                        "database",    "supervised", "isolate"};
  return is_one_of(word, words);
}

bool has_one_argument(std::string_view word, std::string_view argument) {
  constexpr std::string_view named[] = {"no_parallel", "lock",  "database",
                                        "fixture",     "group", "resource"};
  constexpr std::string_view views[] = {"network", "tmp", "ipc", "pid"};
  constexpr std::string_view policies[] = {"fail", "warn", "allow"};
  if (is_one_of(word, named)) return is_name(argument);
  if (word == "port") return is_count_below(argument, 65536);
  if (word == "ports") return is_count(argument, 9);
  if (word == "threads") return is_count_below(argument, 10000);
  if (word == "flaky") return is_count(argument, 2);
  if (word == "memory") return is_amount_of_memory(argument);
  if (word == "timeout" || word == "grace") return is_time(argument);
  if (word == "isolate") return is_one_of(argument, views);
  return word == "leak" && is_one_of(argument, policies);
}

bool has_two_arguments(const parts& of) {
  if (of[0] == "lock" || of[0] == "database") {
    return is_name(of[1]) && of[2] == "shared";
  }
  if (of[0] == "resource") return is_name(of[1]) && is_count(of[2], 9);
  return of[0] == "memory" && is_amount_of_memory(of[1]) && of[2] == "hard";
}

bool is_plain(const std::string& marker) {
  return !marker.empty() && marker[0] == plain_sign;
}

}  // namespace

bool is_need(std::string_view text) {
  if (text.find_first_of(":") == text.npos) return needs_no_argument(text);
  // An empty part at the end is one, too.
  if (text.back() == ':') return false;
  const parts of = split(text, ':');
  if (of.size() == 2) return has_one_argument(of[0], of[1]);
  return of.size() == 3 && has_two_arguments(of);
}

bool is_builtin_label(std::string_view text) {
  constexpr std::string_view labels[] = {
      "unit", "integration", "slow",    "fast",  "auth",
      "api",  "db",          "network", "smoke", "e2e"};
  return is_one_of(text, labels);
}

std::string plain_tag(std::string_view tag) {
  return plain_sign + std::string(tag);
}

std::vector<std::string> take_plain_tags(std::vector<std::string>& markers) {
  const auto first =
      std::stable_partition(markers.begin(), markers.end(),
                            [](const auto& each) { return !is_plain(each); });
  std::vector<std::string> tags;
  for (auto each = first; each != markers.end(); ++each) {
    tags.push_back(each->substr(1));
  }
  markers.erase(first, markers.end());
  return tags;
}

}  // namespace parallel_testing
