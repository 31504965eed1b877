// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_LOCK_HPP
#define PARALLEL_TESTING_LOCK_HPP

#include <parallel_testing/lock_mode.hpp>  // IWYU pragma: export
#include <parallel_testing/requires_cxx17.hpp>
#include <parallel_testing/same_layout.hpp>
#include <string_view>

/// Mutual exclusion between tests, whatever started them.
///
///     parallel_testing::named_lock fonts{"fonts"};
///
/// excludes all other tests of this user on this machine that hold the lock,
/// including those marked lock("fonts"). Prefer the marker: CTest then does
/// not start a test that would only wait, and it takes several locks of one
/// test in an order that cannot deadlock.
///
/// Not promised: freedom from deadlocks. Two tests that take two locks in
/// different orders wait for each other until their timeout.

namespace parallel_testing {

/// Holds a kernel lock (flock(2)) until its destruction or the death of the
/// process. A child that the process forked shares the lock and keeps it until
/// it ends, runs another program or destroys its copy. Locks exclude the
/// threads of one process as well. One object is for one thread at a time.
///
/// A lock that a marker of the running test holds already, or that the test
/// around this process holds for it, is not waited for.
class [[nodiscard]] named_lock {
 public:
  /// Waits without limit, in turn with the others that wait, and reports on
  /// stderr which test holds the lock. Throws error
  ///
  /// - for a name that is not 1 to 100 characters of [A-Za-z0-9_.-];
  /// - when the state directory cannot be used;
  /// - where waiting would never end: this thread holds the lock already, and
  ///   not both are shared; or `mode` is exclusive and a marker of this test,
  ///   or the test around this process, holds the lock shared.
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

#endif
