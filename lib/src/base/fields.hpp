// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>
#include <string_view>
#include <vector>

// Lines of fields separated by tabs, the format of the files that the build and
// the tests exchange. Names of tests may contain any character, so tabs, line
// breaks and backslashes inside a field are written as \t, \n, \r and \\.
namespace parallel_testing {

/// Joins the fields into one line that ends with a line break. The first field
/// must not be empty.
std::string to_line(const std::vector<std::string_view>& fields);

/// The fields of a line, given without its line break; at least one field.
std::vector<std::string> read_line(std::string_view line);

}  // namespace parallel_testing
