// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <algorithm>
#include <iterator>
#include <optional>
#include <parallel_testing/detail/adapter.hpp>
#include <string_view>

// What the runtime must know of each test framework: one table, one row for
// each framework. pure/Frameworks.cmake has the same rows for CMake, and
// frameworks_test compares the two. Pure.
namespace parallel_testing {

struct framework_row {
  adapter::framework kind;
  std::string_view name;  ///< in manifests
  /// What precedes the selector in the argument that selects a case; "" when
  /// the whole argument is the selector.
  std::string_view option;
  /// The selector that selects all cases, of which the adapter removes those
  /// outside of the unit; "" when the framework gets a filter with its names.
  std::string_view all_cases;
  /// The exit code of a program whose cases were all skipped.
  int all_skipped;
  /// Ends the name of a suite whose cases are set up and torn down together;
  /// "" if the framework has none.
  std::string_view suite_end;
  std::string_view start;  ///< how main() starts it
};

inline constexpr framework_row framework_table[] = {
    {adapter::framework::googletest, "googletest", "--gtest_filter=", "", 0,
     ".", "RUN_ALL_TESTS()"},
    {adapter::framework::catch2, "catch2", "", "*", 4, "",
     "Catch::Session().run()"},
    {adapter::framework::doctest, "doctest", "--test-case=", "*", 0, "",
     "doctest::Context::run()"},
    {adapter::framework::boost_test, "boost_test", "--run_test=", "*", 0, "/",
     "boost::unit_test::unit_test_main()"},
};

constexpr const framework_row& framework_row_of(adapter::framework kind) {
  return framework_table[static_cast<std::size_t>(kind)];
}

/// The selector in an argument that selects a case; any other argument as it
/// is.
constexpr std::string_view without_selecting_option(std::string_view argument) {
  for (const framework_row& row : framework_table) {
    const bool is_selecting =
        !row.option.empty() &&
        argument.substr(0, row.option.size()) == row.option;
    if (is_selecting) {
      return argument.substr(row.option.size());
    }
  }
  return argument;
}

constexpr bool framework_rows_are_in_order() {
  for (std::size_t at = 0; at < std::size(framework_table); ++at) {
    if (static_cast<std::size_t>(framework_table[at].kind) != at) {
      return false;
    }
  }
  return true;
}
static_assert(framework_rows_are_in_order());

}  // namespace parallel_testing
