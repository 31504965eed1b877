// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <parallel_testing/parallel_testing.hpp>  // IWYU pragma: export

/// Includes GoogleTest and the whole runtime library, and adds a fixture base.
///
///     using Orders = parallel_testing::test;
///     TEST_F(Orders, AreExported) { export_orders(dir() / "orders.csv"); }
///     PARALLEL_TESTING_MARK(Orders, AreExported, label("slow"));
///
/// Tests are safe in parallel without this header: linking
/// ParallelTesting::gtest_main is enough.

namespace parallel_testing {

/// Adds worker() and dir() to any GoogleTest fixture class, for example
/// `basic_test<testing::TestWithParam<int>>`.
///
/// Not promised: one directory for all tests of a suite; each test has its own.
template <class Base>
class basic_test : public Base {
 protected:
  [[nodiscard]] const parallel_testing::worker& worker() const {
    return this_worker();
  }

  /// The first call in each test creates the directory, which lives as long as
  /// that of a temp_dir. Throws error like temp_dir. Call it only in the thread
  /// that runs the test.
  temp_dir& dir() {
    if (!dir_) {
      dir_ = std::make_unique<temp_dir>();
    }
    return *dir_;
  }

 private:
  std::unique_ptr<temp_dir> dir_;
};

/// The fixture base for tests without a fixture class.
using test = basic_test<::testing::Test>;

}  // namespace parallel_testing
