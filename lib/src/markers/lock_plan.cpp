// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "markers/lock_plan.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace parallel_testing {

namespace {
constexpr std::string_view exclusive_suffix = " exclusive";
constexpr std::string_view shared_suffix = " shared";

void add(lock_requests& list, const lock_request& request) {
  const auto place =
      std::lower_bound(list.begin(), list.end(), request,
                       [](const lock_request& a, const lock_request& b) {
                         return comes_before(a.key, b.key);
                       });
  if (place == list.end() || place->key != request.key) {
    list.insert(place, request);
  } else if (request.mode == lock_mode::exclusive) {
    place->mode = lock_mode::exclusive;
  }
}

lock_request named(std::string_view kind, std::string_view name) {
  return {std::string(kind) + ":" + std::string(name)};
}
}  // namespace

bool comes_before(std::string_view key, std::string_view other) {
  if (key == run_key || other == run_key) return key == run_key && key != other;
  return key < other;
}

std::optional<lock_request> lock_of(std::string_view text) {
  const std::vector<std::string_view> parts = split(text, ':');
  if (parts.empty()) return std::nullopt;
  const std::string_view name = parts[0];
  const bool excludes_all = name == "no_parallel" || name == "serial";
  if (excludes_all && parts.size() == 1) {
    return lock_request{std::string(run_key)};
  }
  if (parts.size() < 2) return std::nullopt;
  lock_request request;
  if (name == "lock" || excludes_all) {
    request = named("lock", parts[1]);
  } else if (name == "database" || name == "port" || name == "isolate") {
    request = named(name, parts[1]);
  } else {
    return std::nullopt;
  }
  if (parts.size() > 2 && parts[2] == "shared") {
    request.mode = lock_mode::shared;
  }
  return request;
}

lock_requests locks_of(const std::vector<std::string>& markers) {
  lock_requests result;
  for (const std::string& marker : markers) {
    if (const auto request = lock_of(marker)) add(result, *request);
    if (marker != "isolate") continue;
    for (const char* const kind : {"network", "tmp", "ipc"}) {
      add(result, named("isolate", kind));
    }
  }
  return result;
}

lock_requests merged(const lock_requests& one, const lock_requests& other) {
  lock_requests result = one;
  for (const lock_request& request : other) add(result, request);
  return result;
}

lock_requests plan_suite(const lock_requests& suite,
                         const std::vector<lock_requests>& cases) {
  if (suite.empty()) return suite;
  lock_requests result = suite;
  // What is added here raises nothing: it comes before the last of the suite.
  const std::string last = suite.back().key;
  for (const lock_requests& wanted : cases) {
    for (const lock_request& request : wanted) {
      if (!comes_before(last, request.key)) add(result, request);
    }
  }
  return result;
}

std::string told_to_children(std::string_view key, std::string_view holder,
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
    if (blank == std::string_view::npos) continue;
    innermost =
        outer_lock{rest.substr(0, blank), rest.substr(blank) == shared_suffix
                                              ? lock_mode::shared
                                              : lock_mode::exclusive};
  }
  return innermost;
}

}  // namespace parallel_testing
