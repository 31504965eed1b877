// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <algorithm>
#include <iterator>
#include <optional>
#include <parallel_testing/detail/adapter.hpp>
#include <string_view>

// What this project knows of each test framework: one table, one row for each
// framework. pure/Frameworks.cmake has the same rows for CMake, and a module
// test compares the two. Pure.
namespace parallel_testing {

class framework_rules;

/// The rest of what is known of each: frameworks/<name>.cpp.
const framework_rules& googletest_rules();
const framework_rules& catch2_rules();
const framework_rules& doctest_rules();
const framework_rules& boost_test_rules();

struct framework_row {
  adapter::framework kind;
  std::string_view name;   ///< in manifests
  std::string_view title;  ///< how people call it
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
  /// Beginnings of the names of its functions, and folders of its sources, in a
  /// stack; separated by blanks.
  std::string_view functions;
  std::string_view folders;
  const framework_rules& (*rules)();
};

inline constexpr framework_row framework_table[] = {
    {adapter::framework::googletest, "googletest", "GoogleTest",
     "--gtest_filter=", "", 0, ".", "RUN_ALL_TESTS()",
     "testing:: RUN_ALL_TESTS()", "/googletest/ /gtest/ /gmock/",
     googletest_rules},
    {adapter::framework::catch2, "catch2", "Catch2", "", "*", 4, "",
     "Catch::Session().run()", "Catch::", "/catch2/ /Catch2/", catch2_rules},
    {adapter::framework::doctest, "doctest", "doctest", "--test-case=", "*", 0,
     "", "doctest::Context::run()", "doctest::", "/doctest/", doctest_rules},
    {adapter::framework::boost_test, "boost_test", "Boost.Test",
     "--run_test=", "*", 0, "/", "boost::unit_test::unit_test_main()",
     "boost::unit_test:: boost::execution_monitor:: boost::detail:: "
     "boost::function",
     "/boost/test/", boost_test_rules},
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
