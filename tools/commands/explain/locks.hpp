// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "ctest/ctest_listing.hpp"
#include "discovered/discovered_targets.hpp"
#include "events/event.hpp"
#include "results/case_times.hpp"

namespace parallel_testing::explain_command {

/// A lock that a test holds while it runs.
struct held_lock {
  std::string name;  // as RESOURCE_LOCK has it
  tools::hold_mode mode = tools::hold_mode::exclusive;
  /// Asked for by a marker: tests that share the lock know of no others.
  bool is_marked = true;
};

/// Pure.
class lock_finder {
 public:
  /// `found` must live as long as this.
  explicit lock_finder(const tools::discovery& found);

  /// CTest's RESOURCE_LOCK, and the markers `:shared`, which it does not know
  /// as locks. A lock that a test has in both ways is exclusive.
  [[nodiscard]] std::vector<held_lock> held_by(
      const tools::listed_test& test) const;

 private:
  const tools::discovery& found_;
  bool has_shared_ = false;  // in most projects nothing is to be looked up
};

/// Whether two tests that hold the lock run one after the other.
[[nodiscard]] inline bool exclude(const held_lock& a, const held_lock& b) {
  const bool a_shares = a.mode == tools::hold_mode::shared;
  const bool b_shares = b.mode == tools::hold_mode::shared;
  return a_shares == b_shares ? !a_shares
                              : (a_shares ? b.is_marked : a.is_marked);
}

struct lock_users {
  std::string name;                  // as RESOURCE_LOCK has it
  std::vector<std::size_t> tests;    // places in the listing, all of them
  std::vector<std::size_t> sharing;  // those that only exclude the others
  std::size_t marked = 0;            // of the others: by a marker
  /// Of those whose time is known, one after the other but for those that
  /// share it, of which the longest counts.
  std::int64_t total_ms = 0;
  std::size_t without_time = 0;

  /// Whether some test waits for another one.
  [[nodiscard]] bool excludes() const {
    return tests.size() - sharing.size() > 1 ||
           (marked > 0 && !sharing.empty());
  }
};

/// no_parallel tests that may need less than the whole machine.
struct convertible {
  std::string suite;  // of these tests, or the name of the only one
  std::vector<std::size_t> tests;
  std::int64_t total_ms = 0;
  std::string advice;
};

/// The one whose tests take longest together comes first. Pure.
[[nodiscard]] std::vector<lock_users> locks_of(
    const std::vector<tools::listed_test>& tests, const tools::discovery& found,
    const tools::test_times& times);

/// The same order. Pure.
[[nodiscard]] std::vector<convertible> convertible_tests(
    const std::vector<tools::listed_test>& tests,
    const tools::test_times& times);

}  // namespace parallel_testing::explain_command
