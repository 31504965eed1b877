// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <boost/test/tree/decorator.hpp>
#include <boost/test/tree/test_unit.hpp>
#include <parallel_testing/decorators.hpp>        // IWYU pragma: export
#include <parallel_testing/parallel_testing.hpp>  // IWYU pragma: export
#include <string>

/// The whole runtime library, markers as decorators of Boost.Test, and a
/// fixture class. The test includes Boost.Test's own header itself.
///
///     namespace pt = parallel_testing;
///     BOOST_AUTO_TEST_CASE(serves, *pt::mark(pt::port(8080))) { serve(8080); }
///     BOOST_FIXTURE_TEST_CASE(exports, pt::test_fixture) {
///       export_orders(dir / "orders.csv");
///     }
///
/// Tests are safe in parallel without this header: linking
/// ParallelTesting::boost_test_main is enough.

namespace parallel_testing {

/// A fresh temporary directory and the worker, for each test case. The
/// constructor throws error like temp_dir and this_worker().
struct test_fixture {
  temp_dir dir;
  const parallel_testing::worker& worker = this_worker();
};

namespace detail {
/// A decorator of Boost.Test for the markers of `mark`.
class boost_test_decorator : public boost::unit_test::decorator::base {
 public:
  explicit boost_test_decorator(const mark& markers) : markers_(markers) {}

 private:
  void apply(boost::unit_test::test_unit& unit) override {
    const std::string file(unit.p_file_name.begin(), unit.p_file_name.size());
    decorate_unit(file.c_str(), static_cast<int>(unit.p_line_num),
                  unit.p_name.get().c_str(), markers_);
  }
  [[nodiscard]] boost::unit_test::decorator::base_ptr clone() const override {
    return boost::unit_test::decorator::base_ptr(
        new boost_test_decorator(markers_));
  }

  mark markers_;
};
}  // namespace detail

/// The first decorator, or one after others.
inline boost::unit_test::decorator::collector_t& operator*(
    const mark& markers) {
  return *detail::boost_test_decorator(markers);
}
inline boost::unit_test::decorator::collector_t& operator*(
    boost::unit_test::decorator::collector_t& others, const mark& markers) {
  return others * detail::boost_test_decorator(markers);
}

}  // namespace parallel_testing
