// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <parallel_testing/parallel_testing.hpp>  // IWYU pragma: export

/// The whole runtime library, and a fixture class for Catch2. Markers are
/// written as tags. The test includes Catch2's own header itself.
///
///     TEST_CASE_METHOD(parallel_testing::test_fixture, "orders are exported",
///                      "[database:orders][slow]") {
///       export_orders(dir / "orders.csv");
///     }
///
/// Tests are safe in parallel without this header: linking
/// ParallelTesting::catch2_main is enough.

namespace parallel_testing {

/// A fresh temporary directory and the worker, for each run of the test case:
/// Catch2 constructs a new object for every section that it enters. The
/// constructor throws error like temp_dir and this_worker().
struct test_fixture {
  temp_dir dir;
  const parallel_testing::worker& worker = this_worker();
};

}  // namespace parallel_testing
