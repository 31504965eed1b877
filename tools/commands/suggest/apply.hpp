// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Writes the suggestions into the source tree.
#pragma once

#include <string>
#include <vector>

#include "cli/command.hpp"
#include "ctest/ctest_listing.hpp"
#include "observed/observation.hpp"
#include "remedies/remedies.hpp"
#include "remedies/suggestions_file.hpp"
#include "sharing/sharing.hpp"

namespace parallel_testing::suggest_command {

/// Whether suggestions use the functions of ParallelTesting where they can.
enum class dialect { parallel_testing, stock };

/// The suggestions for an observation, before they are written.
struct suggestion_draft {
  std::string path;            ///< of the file of suggestions
  std::string old_text{};      ///< "" if there is none
  tools::observation plain{};  ///< without what the old text does
  tools::sharing found{};
  tools::remedy_plan plan{};
};

/// Throws cli::failure if one of the tests `all` of the build tree was not
/// watched, or if the file is not one of suggestions.
[[nodiscard]] suggestion_draft draft_suggestions(
    const tools::observation& of, const std::vector<tools::listed_test>& all,
    const tools::abilities& here);

/// What the file becomes.
[[nodiscard]] tools::suggestions_update update_of(const suggestion_draft& draft,
                                                  dialect which);

/// Replaces cmake/parallel_testing_suggestions.cmake in the source tree of `of`
/// by the suggestions for it, except for the lines of the user. Prints what has
/// changed, and the line that includes the file if no CMakeLists.txt has it.
/// `all` are the tests of the build tree. Throws cli::failure if one of them
/// was not watched, if nothing is certain about a test with suggestions, or if
/// the file cannot be replaced.
void apply(const cli::invocation& given, const tools::observation& of,
           const std::vector<tools::listed_test>& all,
           const tools::abilities& here, dialect which);

}  // namespace parallel_testing::suggest_command
