// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>
#include <vector>

namespace parallel_testing::tools {

/// The candidate that was probably meant by `word`: fewer than a third of its
/// letters differ. Empty when none is that near. Pure.
[[nodiscard]] std::string nearest_name(
    const std::string& word, const std::vector<std::string>& candidates);

/// The end of a message about the unknown `word`: `, did you mean 'x'?`, or
/// `otherwise` when no candidate is near. Pure.
[[nodiscard]] std::string suggestion(const std::string& word,
                                     const std::vector<std::string>& candidates,
                                     const std::string& otherwise = "");

}  // namespace parallel_testing::tools
