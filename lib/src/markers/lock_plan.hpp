// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_SRC_LOCK_PLAN_HPP
#define PARALLEL_TESTING_SRC_LOCK_PLAN_HPP

#include <optional>
#include <parallel_testing/lock.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "markers/marker.hpp"

// Which kernel locks markers stand for, and when a process may wait for them.
// Every process takes its locks in one order, the run's own first and then by
// key, so a circle of waiting processes cannot arise.
namespace parallel_testing {

/// The key of the lock every test of a run shares and no_parallel excludes.
inline constexpr std::string_view run_key = "run";

struct lock_request {
  std::string key;
  lock_mode mode = lock_mode::exclusive;
  bool operator==(const lock_request& other) const {
    return key == other.key && mode == other.mode;
  }
};

/// Ordered and without duplicates; shared and exclusive merge to exclusive.
using lock_requests = std::vector<lock_request>;

/// The one global order.
bool comes_before(std::string_view key, std::string_view other);

/// The lock that a marker stands for, if any: marker_table names its kind.
/// `isolate` stands for several, which only locks_of() returns.
std::optional<lock_request> lock_of(const parsed_marker& marker);

lock_requests locks_of(const marker_list& markers);

/// Both lists as one.
lock_requests merged(const lock_requests& one, const lock_requests& other);

/// What to take at the start of a suite: its own locks, and those of its
/// cases that could not be taken later without breaking the order.
lock_requests plan_suite(const lock_requests& suite,
                         const std::vector<lock_requests>& cases);

/// A lock that a test around this process holds for it.
struct outer_lock {
  std::string_view holder;  ///< process_token() of that test
  lock_mode mode = lock_mode::exclusive;
};

/// One entry for the children of a process. Entries are joined by ';'.
std::string told_to_children(std::string_view key, std::string_view holder,
                             lock_mode mode);

/// Who holds `key` of the tests around this process, the innermost of them;
/// `held_locks` has their told_to_children(), outermost first.
std::optional<outer_lock> find_outer_lock(std::string_view held_locks,
                                          std::string_view key);

}  // namespace parallel_testing

#endif
