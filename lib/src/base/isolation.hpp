// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstdint>
#include <parallel_testing/markers.hpp>
#include <string>
#include <string_view>
#include <vector>

// The kernel namespaces that are private to a test; see namespaces(7). The
// launcher sets PARALLEL_TESTING_ISOLATED to their kinds, separated by commas.
namespace parallel_testing {

/// The kinds in a list of names separated by commas; unknown names are ignored.
/// Pure.
std::vector<private_view> read_private_views(std::string_view text);

bool contains(const std::vector<private_view>& kinds, private_view kind);

/// Whether this process runs in a namespace of this kind that is private to its
/// test.
bool is_isolated(private_view kind);

/// The number of process `pid` in the event log. In a private PID namespace it
/// differs from `pid` and is unique on the machine.
std::int64_t process_number(std::int64_t pid);

}  // namespace parallel_testing
