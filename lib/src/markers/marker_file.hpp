// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "markers/marker.hpp"

namespace parallel_testing {

/// Markers declared in CMake, read from the file that the build writes next to
/// a test executable: a header line, then "<glob> TAB <marker>;<marker>" per
/// line, with the glob escaped as in fields.hpp. Only the build uses what
/// follows another TAB. A line "tags_are_not_markers" applies to the tags of
/// all tests.
class marker_file {
 public:
  /// Throws error that names `path` and the malformed line.
  marker_file(std::string_view text, const std::string& path);
  marker_file() = default;

  /// The markers of all globs that match the framework's name of a test.
  [[nodiscard]] marker_list markers_of(std::string_view test) const;

  /// Whether a Catch2 tag that has the form of a marker is one.
  [[nodiscard]] bool tags_are_markers() const noexcept {
    return tags_are_markers_;
  }

  void add(marker_file other);

 private:
  struct rule {
    std::string glob;
    marker_list markers;
  };
  std::vector<rule> rules_;
  bool tags_are_markers_ = true;
};

/// The marker file of the running program, together with the file in which
/// discovery writes the cases that globs match only by the name that CTest
/// shows; empty when neither exists. Throws error.
marker_file own_marker_file();

}  // namespace parallel_testing
