// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What tests do with the names in a directory. Pure.
#pragma once

#include <vector>

#include "sharing/groups.hpp"
#include "sharing/name_index.hpp"

namespace parallel_testing::tools::sharing_rules {

/// Adds to the tests that use a directory itself those that use names in it, if
/// a test lists or removes the directory, or creates it for others.
void add_uses_below(const name_index& index, const name_entry& directory,
                    std::vector<member>& members);

/// The tests that use names in a directory of which at least one test used too
/// many for a record: which ones is unknown.
[[nodiscard]] std::vector<member> users_of_folded_names(
    const name_index& index, const name_entry& folded);

}  // namespace parallel_testing::tools::sharing_rules
