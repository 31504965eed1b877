// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "markers/lock_plan.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace parallel_testing {

namespace {
constexpr std::string_view exclusive_suffix = " exclusive";
constexpr std::string_view shared_suffix = " shared";

void add(lock_requests& list, const lock_request& request) {
  const auto position =
      std::lower_bound(list.begin(), list.end(), request,
                       [](const lock_request& a, const lock_request& b) {
                         return comes_before(a.key, b.key);
                       });
  if (position == list.end() || position->key != request.key) {
    list.insert(position, request);
  } else if (request.mode == lock_mode::exclusive) {
    position->mode = lock_mode::exclusive;
  }
}

}  // namespace

bool comes_before(std::string_view key, std::string_view other) {
  if (key == run_key || other == run_key) {
    return key == run_key && key != other;
  }
  return key < other;
}

std::optional<lock_request> lock_of(const parsed_marker& marker) {
  const bool excludes_all =
      marker.kind == marker_kind::no_parallel && marker.name.empty();
  if (excludes_all) {
    return lock_request{std::string(run_key)};
  }
  const marker_row* const row = row_of(marker.kind);
  if (row == nullptr || row->lock.empty()) {
    return std::nullopt;
  }
  const std::string name = marker.kind == marker_kind::port
                               ? std::to_string(marker.amount)
                               : marker.name;
  if (name.empty()) {
    return std::nullopt;
  }
  return lock_request{std::string(row->lock) + ":" + name, marker.mode};
}

lock_requests locks_of(const marker_list& markers) {
  lock_requests result;
  for (const parsed_marker& marker : markers) {
    if (const auto request = lock_of(marker)) {
      add(result, *request);
    }
  }
  for (const private_view kind : private_views_of(markers)) {
    add(result, {std::string("isolate:") + detail::text_of(kind)});
  }
  return result;
}

lock_requests merged(const lock_requests& one, const lock_requests& other) {
  lock_requests result = one;
  for (const lock_request& request : other) {
    add(result, request);
  }
  return result;
}

lock_requests plan_suite(const lock_requests& suite,
                         const std::vector<lock_requests>& cases) {
  if (suite.empty()) {
    return suite;
  }
  lock_requests result = suite;
  // Adding a lock does not extend this bound: each precedes the last lock of
  // the suite.
  const std::string last = suite.back().key;
  for (const lock_requests& needed : cases) {
    for (const lock_request& request : needed) {
      if (!comes_before(last, request.key)) {
        add(result, request);
      }
    }
  }
  return result;
}

std::string entry_for_children(std::string_view key, std::string_view holder,
                               lock_mode mode) {
  std::string entry(key);
  entry += '=';
  entry += holder;
  return entry +=
         mode == lock_mode::exclusive ? exclusive_suffix : shared_suffix;
}

std::optional<outer_lock> find_outer_lock(std::string_view held_locks,
                                          std::string_view key) {
  std::optional<outer_lock> innermost;
  for (const std::string_view entry : split(held_locks, ';')) {
    const std::size_t equals = entry.rfind('=');
    if (equals == std::string_view::npos || entry.substr(0, equals) != key) {
      continue;
    }
    const std::string_view rest = entry.substr(equals + 1);
    const std::size_t blank = rest.find(' ');
    if (blank == std::string_view::npos) {
      continue;
    }
    innermost =
        outer_lock{rest.substr(0, blank), rest.substr(blank) == shared_suffix
                                              ? lock_mode::shared
                                              : lock_mode::exclusive};
  }
  return innermost;
}

}  // namespace parallel_testing
