// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Where the markers of tests were written, from the files that discovery left
// in the build tree.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "io/ctest_listing.hpp"

namespace parallel_testing::explain_command {

struct marker_source {
  std::string marker;
  std::string place;  // `file:line`, or the call in CMake
};

/// What one call of parallel_discover_tests() left.
struct discovered_target {
  std::string options;   // content of *_options.cmake
  std::string manifest;  // content of *_manifest.cmake
};

/// The markers of `test`, none when no target has it. Pure.
[[nodiscard]] std::vector<marker_source> markers_of(
    const io::listed_test& test, const std::vector<discovered_target>& targets);

/// All of a build tree, in the order of their paths.
[[nodiscard]] std::vector<discovered_target> discovered_targets(
    const std::string& build);

/// Whether `text` is matched as a whole; `*` is any text, `?` any character.
[[nodiscard]] bool matches(std::string_view text, std::string_view glob);

}  // namespace parallel_testing::explain_command
