// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Names in one directory that are one resource. Pure.
#pragma once

#include <vector>

#include "sharing/sharing.hpp"

namespace parallel_testing::tools::sharing_rules {

/// Leaves out names in a directory that tests create or remove, if each pair
/// of tests that conflicts about the name conflicts about the directory too,
/// as strongly: the directory then lists them. If nothing conflicts about the
/// directory itself, and the pairs of one name in it are all pairs of the
/// others, the directory takes the place of all of them. No pair is added.
void unite_names_below(std::vector<shared_resource>& all,
                       const observation& of);

}  // namespace parallel_testing::tools::sharing_rules
