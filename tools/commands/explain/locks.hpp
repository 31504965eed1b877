// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "ctest/ctest_listing.hpp"
#include "discovered/marker_sources.hpp"
#include "events/event.hpp"
#include "results/case_times.hpp"

namespace parallel_testing::explain_command {

/// A lock that a test holds while it runs.
struct held_lock {
  std::string name;  ///< as in RESOURCE_LOCK
  tools::hold_mode mode = tools::hold_mode::exclusive;
  /// Whether a marker requested it: tests that share the lock only see such
  /// locks.
  bool is_marked = true;
};

/// Finds the locks of tests. Pure.
class lock_finder {
 public:
  /// `found` must outlive this object.
  explicit lock_finder(const tools::discovery& found);

  /// The locks in RESOURCE_LOCK, and those of markers with `:shared`, which
  /// CTest does not treat as locks. A lock that a test has in both modes is
  /// exclusive.
  [[nodiscard]] std::vector<held_lock> held_by(
      const tools::listed_test& test) const;

 private:
  tools::discovered_index found_;
  bool has_shared_ = false;  ///< false in most projects, which saves the search
};

/// Whether two tests that hold the lock must run one after the other.
[[nodiscard]] inline bool exclude(const held_lock& a, const held_lock& b) {
  const bool a_shares = a.mode == tools::hold_mode::shared;
  const bool b_shares = b.mode == tools::hold_mode::shared;
  return a_shares == b_shares ? !a_shares
                              : (a_shares ? b.is_marked : a.is_marked);
}

struct lock_users {
  std::string name;                  ///< as in RESOURCE_LOCK
  std::vector<std::size_t> tests;    ///< indices in the listing, of all users
  std::vector<std::size_t> sharing;  ///< those that share it
  std::size_t marked = 0;  ///< number of the others with a marker for it
  /// The time of the users in turn, as far as it is known. Of the users that
  /// share the lock, only the longest one counts.
  std::int64_t total_ms = 0;
  std::size_t without_time = 0;

  /// Whether any test waits for another one.
  [[nodiscard]] bool excludes() const {
    return tests.size() - sharing.size() > 1 ||
           (marked > 0 && !sharing.empty());
  }
};

/// no_parallel tests that may not need the whole machine.
struct convertible {
  std::string suite;  ///< their suite, or the name of the only test
  std::vector<std::size_t> tests;
  std::int64_t total_ms = 0;
  std::string advice;
};

/// The locks of the tests, in descending order of their total times. Pure.
[[nodiscard]] std::vector<lock_users> locks_of(
    const std::vector<tools::listed_test>& tests, const tools::discovery& found,
    const tools::test_times& times);

/// In the same order. Pure.
[[nodiscard]] std::vector<convertible> convertible_tests(
    const std::vector<tools::listed_test>& tests,
    const tools::test_times& times);

}  // namespace parallel_testing::explain_command
