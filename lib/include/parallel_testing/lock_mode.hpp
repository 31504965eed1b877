// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

/// How a test holds a resource that others also use:
///
///     PARALLEL_TESTING_MARK(Orders, AreListed,
///                           database("orders", lock_mode::shared));
///
/// Waiting tests are served in the order in which they asked. A test that asks
/// for a shared hold waits until earlier exclusive requests have been served,
/// so readers cannot starve a writer.
///
/// Not promised: an order among tests that ask at the same moment.

namespace parallel_testing {

/// exclusive: no other test holds the lock at the same time; shared: only tests
/// that also hold it shared do.
enum class lock_mode { exclusive, shared };

/// Which tests a lock concerns. machine: those on the same machine; cluster:
/// also those of the same run on other nodes (`parallel-testing run --on slurm`
/// runs all tests that name the lock on one node at a time).
enum class lock_reach { machine, cluster };

}  // namespace parallel_testing
