// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <optional>
#include <parallel_testing/lock.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "markers/marker.hpp"

// The kernel locks that markers stand for, and the order in which a process
// takes them. Every process uses the same order, the lock of the run first and
// then by key, so processes cannot wait for each other in a cycle.
namespace parallel_testing {

/// The key of the lock that every test of a run holds shared and a no_parallel
/// test holds exclusively.
inline constexpr std::string_view run_key = "run";

struct lock_request {
  std::string key;
  lock_mode mode = lock_mode::exclusive;
  bool operator==(const lock_request& other) const {
    return key == other.key && mode == other.mode;
  }
};

/// Ordered, without duplicate keys: a shared and an exclusive request for one
/// key merge to an exclusive one.
using lock_requests = std::vector<lock_request>;

/// The global order of locks.
bool comes_before(std::string_view key, std::string_view other);

/// The lock that a marker stands for, if any, according to marker_table.
/// `isolate` stands for several locks, which only locks_of() returns.
std::optional<lock_request> lock_of(const parsed_marker& marker);

lock_requests locks_of(const marker_list& markers);

/// Both lists merged into one.
lock_requests merged(const lock_requests& one, const lock_requests& other);

/// The locks to take at the start of a suite: those of the suite, and those of
/// its cases that could not be taken later without breaking the order.
lock_requests plan_suite(const lock_requests& suite,
                         const std::vector<lock_requests>& cases);

/// A lock that an enclosing test, one that started this process, holds.
struct outer_lock {
  std::string_view holder;  ///< process_token() of the enclosing test
  lock_mode mode = lock_mode::exclusive;
};

/// The entry for one lock in the list that a process passes to its children.
/// Entries are separated by ';'.
std::string entry_for_children(std::string_view key, std::string_view holder,
                               lock_mode mode);

/// The hold of the innermost enclosing test that holds `key`. `held_locks`
/// lists entries of entry_for_children(), outermost first.
std::optional<outer_lock> find_outer_lock(std::string_view held_locks,
                                          std::string_view key);

}  // namespace parallel_testing
