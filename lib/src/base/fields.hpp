// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_SRC_FIELDS_HPP
#define PARALLEL_TESTING_SRC_FIELDS_HPP

#include <string>
#include <string_view>
#include <vector>

// Lines of fields between tabs, as files that pass between the build and the
// tests have them. Names of tests may hold anything, so tabs, line breaks and
// backslashes inside a field are written as \t, \n, \r and \\.
namespace parallel_testing {

/// The fields as one line with its line break. The first is not empty.
std::string to_line(const std::vector<std::string_view>& fields);

/// The fields of a line without its line break; at least one.
std::vector<std::string> read_line(std::string_view line);

}  // namespace parallel_testing

#endif
