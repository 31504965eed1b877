// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_LOCK_MODE_HPP
#define PARALLEL_TESTING_LOCK_MODE_HPP

/// How a test holds what it shares with others:
///
///     PARALLEL_TESTING_MARK(Orders, AreListed,
///                           database("orders", lock_mode::shared));
///
/// Tests that wait are served in the order in which they asked: one that comes
/// to share a lock goes after one that waits to have it exclusively, so
/// readers never keep a writer out.
///
/// Not promised: an order of tests that ask at the same moment.

namespace parallel_testing {

/// exclusive: no other test at the same time; shared: only tests that share it.
enum class lock_mode { exclusive, shared };

}  // namespace parallel_testing

#endif
