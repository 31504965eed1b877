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
/// not start a test that would only wait, and several locks of one test are
/// taken in an order that cannot deadlock, which this class cannot promise.

namespace parallel_testing {

/// Holds a kernel lock until destruction or the death of the process.
/// Construction waits without limit, and reports on stderr which test holds
/// the lock.
class [[nodiscard]] named_lock {
 public:
  /// Throws error for a name outside [A-Za-z0-9_.-]{1,100}, and when the
  /// state directory cannot be used.
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
