// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <doctest/doctest.h>

#include <parallel_testing/decorators.hpp>        // IWYU pragma: export
#include <parallel_testing/parallel_testing.hpp>  // IWYU pragma: export

/// Includes doctest and the whole runtime library, with markers as decorators
/// of test cases and suites, and a fixture class.
///
///     namespace pt = parallel_testing;
///     TEST_CASE("orders are served" * pt::mark(pt::port(8080))) { serve(8080);
///     } TEST_CASE_FIXTURE(pt::test_fixture, "orders are exported") {
///       export_orders(dir / "orders.csv");
///     }
///
/// Tests are safe in parallel without this header: linking
/// ParallelTesting::doctest_main is enough.

namespace parallel_testing {

/// A fresh temporary directory and the worker, for each run of the test case:
/// doctest constructs a new object for every subcase that it enters. The
/// constructor throws error like temp_dir and this_worker().
struct test_fixture {
  temp_dir dir;
  const parallel_testing::worker& worker = this_worker();
};

#ifndef DOCTEST_CONFIG_DISABLE
namespace detail {
inline const char* text_of_file(const char* file) {
  return file;
}
inline const char* text_of_file(const doctest::String& file) {
  return file.c_str();
}
}  // namespace detail

/// Called by doctest where a decorator is applied.
inline void decorate(doctest::detail::TestCase& test, const mark& markers) {
  detail::decorate_unit(detail::text_of_file(test.m_file),
                        static_cast<int>(test.m_line), test.m_name, markers);
}
inline void decorate(doctest::detail::TestSuite& suite, const mark& markers) {
  suite.m_test_suite = detail::decorated_suite(suite.m_test_suite, markers);
}
#endif

}  // namespace parallel_testing
