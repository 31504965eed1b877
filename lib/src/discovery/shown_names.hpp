// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_SRC_SHOWN_NAMES_HPP
#define PARALLEL_TESTING_SRC_SHOWN_NAMES_HPP

#include <string_view>
#include <vector>

#include "discovery/distribution.hpp"

// What CTest calls a case. Pure.
namespace parallel_testing {

/// Whether a parameter that prints as `text` is recognised by it: on one line,
/// and the same in each build. Bytes of objects and addresses are not.
bool is_stable_text(std::string_view text);

/// Cases that show the same name show what the framework calls them instead.
void make_shown_names_unique(std::vector<listed_case>& cases);

}  // namespace parallel_testing

#endif
