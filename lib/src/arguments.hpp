// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_SRC_ARGUMENTS_HPP
#define PARALLEL_TESTING_SRC_ARGUMENTS_HPP

#include <cstddef>
#include <parallel_testing/adapter.hpp>
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
  /// The reference to the unit it runs, "" when it runs none, and which
  /// argument that is.
  std::string unit;
  std::size_t unit_argument = 0;
};

program_request read_arguments(adapter::framework kind,
                               const std::vector<std::string>& arguments);

/// The name of the test a Catch2 spec selects: without the backslashes.
std::string without_escapes(const std::string& spec);

}  // namespace parallel_testing

#endif
