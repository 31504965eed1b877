// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_SRC_ARGUMENTS_HPP
#define PARALLEL_TESTING_SRC_ARGUMENTS_HPP

#include <cstddef>
#include <parallel_testing/detail/adapter.hpp>
#include <string>
#include <vector>

// What a test program's command line says, before its framework reads it.
namespace parallel_testing {

struct program_request {
  /// It will list or print help, as far as these words go.
  bool runs_no_test = false;
  /// It is the child of a death test: a piece of the test that started it.
  bool is_child = false;
  /// The filter or spec when it can only select a single test, else "".
  std::string selector;
  /// The selector is a guess: nobody registered it, so the word may as well be
  /// an argument of the program itself, such as a connection string.
  bool is_guess = false;
  /// The reference to the unit it runs, "" when it runs none.
  std::string unit;
  /// Which argument selector or unit is.
  std::size_t selecting_argument = 0;
};

/// `registered` is the selector with which the test was registered, "" where
/// that is not known.
program_request read_arguments(adapter::framework kind,
                               const std::vector<std::string>& arguments,
                               const std::string& registered = "");

/// The name of the test a Catch2 spec selects: without the backslashes.
std::string without_escapes(const std::string& spec);

}  // namespace parallel_testing

#endif
