// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "user/port_range.hpp"

#include <algorithm>
#include <optional>
#include <string>

#include "base/text.hpp"

namespace parallel_testing {

namespace {

constexpr std::uint16_t lowest_choice = 10000;
constexpr std::uint16_t highest_port = 65535;

std::optional<std::uint16_t> port_number(std::string_view text) {
  const auto number = whole_number(text, highest_port);
  if (!number) {
    return std::nullopt;
  }
  return static_cast<std::uint16_t>(*number);
}

int length(port_interval interval) {
  return interval.second - interval.first;
}

std::optional<port_interval> below(port_interval part, std::uint16_t limit) {
  const int last = std::min<int>(part.second, limit - 1);
  if (last < part.first) {
    return std::nullopt;
  }
  return port_interval(part.first, static_cast<std::uint16_t>(last));
}

std::optional<port_interval> above(port_interval part, std::uint16_t limit) {
  const int first = std::max<int>(part.first, limit + 1);
  if (first > part.second) {
    return std::nullopt;
  }
  return port_interval(static_cast<std::uint16_t>(first), part.second);
}

std::optional<port_interval> larger_outside(port_interval part,
                                            port_interval ephemeral) {
  const auto low = below(part, ephemeral.first);
  const auto high = above(part, ephemeral.second);
  if (!low || !high) {
    return low ? low : high;
  }
  return length(*low) >= length(*high) ? low : high;
}

std::optional<port_interval> parse_ephemeral(std::string_view text) {
  const std::size_t first_end = text.find_first_of("\t ");
  if (first_end == std::string_view::npos) {
    return std::nullopt;
  }
  const std::size_t second = text.find_first_not_of("\t ", first_end);
  if (second == std::string_view::npos) {
    return std::nullopt;
  }
  const std::size_t end = text.find('\n', second);
  const auto low = port_number(text.substr(0, first_end));
  const auto high = port_number(text.substr(second, end - second));
  if (!low || !high) {
    return std::nullopt;
  }
  return port_interval(*low, *high);
}

}  // namespace

port_interval usable_ports(port_interval preferred,
                           std::string_view ephemeral) {
  const auto taken = parse_ephemeral(ephemeral);
  if (!taken) {
    return preferred;
  }
  if (const auto part = larger_outside(preferred, *taken)) {
    return *part;
  }
  return larger_outside({lowest_choice, highest_port}, *taken)
      .value_or(preferred);
}

std::set<std::uint16_t> reserved_by_system(std::string_view text) {
  std::set<std::uint16_t> result;
  if (!text.empty() && text.back() == '\n') {
    text.remove_suffix(1);
  }
  for (const std::string_view entry : split(text, ',')) {
    const std::vector<std::string_view> ends = split(entry, '-');
    if (ends.empty()) {
      continue;
    }
    const auto first = port_number(ends.front());
    const auto last = port_number(ends.back());
    if (!first || !last) {
      continue;
    }
    for (int port = *first; port <= *last; ++port) {
      result.insert(static_cast<std::uint16_t>(port));
    }
  }
  return result;
}

}  // namespace parallel_testing
