// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string_view>
#include <vector>

#include "discovery/distribution.hpp"

// The names of cases in CTest. Pure.
namespace parallel_testing {

/// Whether `text`, the printed form of a parameter, can identify it: it is one
/// line and the same in each build, unlike addresses and bytes of objects.
bool is_stable_text(std::string_view text);

/// Gives cases with the same shown name the framework's names instead.
void make_shown_names_unique(std::vector<listed_case>& cases);

}  // namespace parallel_testing
