// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstddef>
#include <parallel_testing/detail/adapter.hpp>
#include <string>
#include <vector>

// Reads the command line of a test program before its framework does.
namespace parallel_testing {

struct program_request {
  /// According to its arguments, it will only list its tests or print help.
  bool runs_no_test = false;
  /// It is the child of a death test, so it is part of the test that started
  /// it.
  bool is_child = false;
  /// The filter or spec if it can only select a single test, else "".
  std::string selector;
  /// The selector is a guess: it is not a registered one, so it may be an
  /// argument of the program itself, such as a connection string.
  bool is_guess = false;
  /// The reference to the unit that it runs, "" when it does not run a unit.
  std::string unit;
  /// The index of the argument that is the selector or the unit.
  std::size_t selecting_argument = 0;
};

/// `registered` is the selector with which the test was registered, "" when
/// unknown.
program_request read_arguments(adapter::framework kind,
                               const std::vector<std::string>& arguments,
                               const std::string& registered = "");

/// The name of the test that a Catch2 spec selects, without escaping
/// backslashes.
std::string without_escapes(const std::string& spec);

/// The name of the case that a selector selects, as its adapter names it.
std::string case_of_selector(adapter::framework kind,
                             const std::string& selector);

}  // namespace parallel_testing
