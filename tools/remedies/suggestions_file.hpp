// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The file of suggestions in the source tree of a project. Pure.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "remedies/in_effect.hpp"

namespace parallel_testing::tools {

/// Relative to the source directory.
inline constexpr const char* suggestions_path =
    "cmake/parallel_testing_suggestions.cmake";

/// The text is not that of such a file; what() has the reason.
class not_suggestions : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

struct suggestions_update {
  std::string text;  ///< the whole file
  std::vector<applied_suggestion> added{};
  std::vector<applied_suggestion> removed{};  ///< no longer needed
};

/// The suggestions in the text of a file, without the lines of the user. Throws
/// not_suggestions.
[[nodiscard]] std::vector<applied_suggestion> suggestions_in_file(
    std::string_view text);

/// The text of the file for `code`, a result of cmake_of(). It keeps the lines
/// that the user wrote into the old text. If only comments differ, it is the
/// old text. The old text of a new file is empty. Throws not_suggestions.
[[nodiscard]] suggestions_update update_suggestions(std::string_view old_text,
                                                    const std::string& code);

}  // namespace parallel_testing::tools
