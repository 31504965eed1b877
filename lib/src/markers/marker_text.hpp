// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_SRC_MARKER_TEXT_HPP
#define PARALLEL_TESTING_SRC_MARKER_TEXT_HPP

#include <string>
#include <string_view>
#include <vector>

// Several markers as one text, on their way from the source of a test to the
// manifest, to CMake and back. Catch2 tags may hold any character but "]", so
// percent signs, semicolons, square brackets and backslashes of a marker are
// written as two hexadecimal digits: a list of CMake cannot tear it apart.
namespace parallel_testing {

/// Appends a marker to a text of markers.
void append_marker(std::string& text, std::string_view marker);

/// All markers as one text.
std::string joined_markers(const std::vector<std::string>& markers);

/// The markers of such a text.
std::vector<std::string> split_markers(std::string_view text);

}  // namespace parallel_testing

#endif
