// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>
#include <vector>

namespace parallel_testing::tools {

/// The candidate that `word` is probably a misspelling of: fewer than a third
/// of its letters differ. Empty if no candidate is that near. Pure.
[[nodiscard]] std::string nearest_name(
    const std::string& word, const std::vector<std::string>& candidates);

/// Ends a message about the unknown `word`: `, did you mean 'x'?`, or
/// `otherwise` if no candidate is near. Pure.
[[nodiscard]] std::string nearest_hint(
    const std::string& word, const std::vector<std::string>& candidates,
    const std::string& otherwise = "");

}  // namespace parallel_testing::tools
