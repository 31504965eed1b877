// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_SRC_MARKER_FORMS_HPP
#define PARALLEL_TESTING_SRC_MARKER_FORMS_HPP

#include <string>
#include <string_view>
#include <vector>

// Which texts are markers, and how Catch2 tags that are none travel among them.
// cmake/ParallelTesting/pure/Markers.cmake knows the same forms; a test
// compares both with one table. Pure.
namespace parallel_testing {

/// Whether `text` is, in full, a marker that says what a test needs:
/// "port:8080", and neither "port", "port:x" nor a label.
bool is_need(std::string_view text);

/// Whether `text` is a label that needs no declaration.
bool is_builtin_label(std::string_view text);

/// A tag that is no marker, as it stands in a list of markers: with a sign in
/// front that no marker has.
std::string plain_tag(std::string_view tag);

/// Takes the plain tags out of `markers` and returns them without that sign.
std::vector<std::string> take_plain_tags(std::vector<std::string>& markers);

}  // namespace parallel_testing

#endif
