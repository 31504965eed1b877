// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>
#include <vector>

namespace parallel_testing::io {

/// The candidate that was probably meant by `word`: fewer than a third of its
/// letters differ. Empty when none is that near. Pure.
[[nodiscard]] std::string nearest_name(
    const std::string& word, const std::vector<std::string>& candidates);

}  // namespace parallel_testing::io
