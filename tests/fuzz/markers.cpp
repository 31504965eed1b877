// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <algorithm>
#include <parallel_testing/error.hpp>
#include <string>
#include <vector>

#include "base/fields.hpp"
#include "base/text.hpp"
#include "discovery/distribution.hpp"
#include "discovery/unit_file.hpp"
#include "markers/lock_plan.hpp"
#include "markers/marker_file.hpp"
#include "targets.hpp"

namespace parallel_testing::fuzz {

namespace {

template <class Read>
void read_or_refuse(Read read) {
  try {
    read();
  } catch (const error&) {
    // Said with a reason: all that is asked of a reader.
  }
}

void read_texts(std::string_view input) {
  marker_list markers = parse_markers(input);
  for (const std::string_view line : split(input, '\n')) {
    markers.push_back(parse_marker(line));
  }
  markers.erase(
      std::remove_if(markers.begin(), markers.end(),
                     [](const auto& each) { return each.text.empty(); }),
      markers.end());
  const std::vector<std::string> texts = canonical_texts(markers);
  if (canonical_texts(parse_markers(joined_markers(markers))) != texts) {
    __builtin_trap();
  }
  const lock_requests locks = locks_of(markers);
  for (std::size_t at = 1; at < locks.size(); ++at) {
    if (!comes_before(locks[at - 1].key, locks[at].key)) __builtin_trap();
  }
  static_cast<void>(plan_suite(locks, {locks}));
  static_cast<void>(united_markers({markers, markers}));
  static_cast<void>(private_views_of(markers));
  static_cast<void>(find_outer_lock(input, "lock:a"));
}

void read_lines(std::string_view input) {
  for (const std::string_view line : split(input, '\n')) {
    const std::vector<std::string> fields = read_line(line);
    if (fields.empty()) __builtin_trap();
    const std::vector<std::string_view> views(fields.begin(), fields.end());
    std::string again = to_line(views);
    again.pop_back();
    if (!fields[0].empty() && read_line(again) != fields) __builtin_trap();
  }
}

}  // namespace

void read_markers(std::string_view input) {
  read_texts(input);
  read_lines(input);
  read_or_refuse([&] {
    static_cast<void>(marker_file(input, "file").markers_of("Orders.Migrate"));
  });
  read_or_refuse([&] { static_cast<void>(parse_unit(input, "reference")); });
  read_or_refuse([&] {
    const distribution_plan plan = parse_distribution_plan(input, "file");
    listed_case one;
    one.name = one.framework_name = one.selector = "Orders.Migrate";
    one.scope = "Orders";
    one.file = "/src/orders_test.cpp";
    static_cast<void>(distribute({one, one}, plan));
  });
}

}  // namespace parallel_testing::fuzz
