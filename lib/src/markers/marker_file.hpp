// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_SRC_MARKER_FILE_HPP
#define PARALLEL_TESTING_SRC_MARKER_FILE_HPP

#include <string>
#include <string_view>
#include <vector>

#include "markers/marker.hpp"

namespace parallel_testing {

/// Markers given in CMake, from the file that the build puts beside a test
/// executable: a header line, then "<glob> TAB <marker>;<marker>" per line, the
/// glob as in fields.hpp. What follows another TAB is for the build alone. A
/// line "tags_are_not_markers" concerns the tags of all tests.
class marker_file {
 public:
  /// Throws error naming `path` and the line that is malformed.
  marker_file(std::string_view text, const std::string& path);
  marker_file() = default;

  /// The markers of all globs that match the framework's name of a test.
  marker_list markers_of(std::string_view test) const;

  /// Whether Catch2 tags that are markers in full mean what markers mean.
  bool tags_are_markers() const noexcept { return tags_are_markers_; }

  void add(marker_file other);

 private:
  struct rule {
    std::string glob;
    marker_list markers;
  };
  std::vector<rule> rules_;
  bool tags_are_markers_ = true;
};

/// The file of the running program, and the one in which discovery writes the
/// cases that globs name only as CTest shows them; empty without such files.
/// Throws error.
marker_file own_marker_file();

}  // namespace parallel_testing

#endif
