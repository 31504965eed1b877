// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_LOCK_MODE_HPP
#define PARALLEL_TESTING_LOCK_MODE_HPP

/// How a test holds what it shares with others:
///
///     PARALLEL_TESTING_MARK(Orders, AreListed,
///         pt::database("orders", pt::lock_mode::shared));
///
/// Not promised: fairness. Readers that keep coming can hold up a writer.

namespace parallel_testing {

/// exclusive: no other test at the same time; shared: only tests that share it.
enum class lock_mode { exclusive, shared };

}  // namespace parallel_testing

#endif
