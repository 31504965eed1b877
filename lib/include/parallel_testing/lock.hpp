// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <parallel_testing/lock_mode.hpp>  // IWYU pragma: export
#include <parallel_testing/requires_cxx17.hpp>
#include <parallel_testing/same_layout.hpp>
#include <string_view>

/// Mutual exclusion between tests, whether or not ctest started them.
///
///     parallel_testing::named_lock fonts{"fonts"};
///
/// excludes all other tests of this user on this machine that hold the lock,
/// including those marked lock("fonts"). Prefer the marker: CTest then does not
/// start a test that would only wait, and several locks of one test are taken
/// in an order that cannot deadlock.
///
/// Not promised: freedom from deadlocks. Two tests that take two locks in
/// different orders wait for each other until their timeout.

namespace parallel_testing {

/// Holds a kernel lock (flock(2)) until its destruction or the death of the
/// process. A forked child shares the lock and keeps it until it ends, executes
/// another program or destroys its copy. Locks also exclude the threads of one
/// process from each other. Only one thread at a time may use an object.
///
/// The constructor does not wait for a lock that a marker of the running test
/// already holds, or that the test which started this process holds.
class [[nodiscard]] named_lock {
 public:
  /// Waits without a time limit, in the order in which processes asked, and
  /// reports on stderr which test holds the lock. Throws error
  ///
  /// - for a name that is not 1 to 100 characters of [A-Za-z0-9_.-];
  /// - when the state directory cannot be used;
  /// - where waiting would never end: this thread already holds the lock, and
  ///   either hold is exclusive; or `mode` is exclusive, and a marker of this
  ///   test or the test that started this process holds the lock shared.
  explicit named_lock(std::string_view name,
                      lock_mode mode = lock_mode::exclusive);

  named_lock(named_lock&& other) noexcept;
  named_lock& operator=(named_lock&& other) noexcept;
  named_lock(const named_lock&) = delete;
  named_lock& operator=(const named_lock&) = delete;
  ~named_lock();

 private:
  struct state;
  state* state_;
};

}  // namespace parallel_testing
