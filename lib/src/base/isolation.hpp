// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_SRC_ISOLATION_HPP
#define PARALLEL_TESTING_SRC_ISOLATION_HPP

#include <cstdint>
#include <parallel_testing/markers.hpp>
#include <string>
#include <string_view>
#include <vector>

// What a test has for itself by name spaces of the kernel; see namespaces(7).
// The launcher sets PARALLEL_TESTING_ISOLATED to the kinds, joined by commas.
namespace parallel_testing {

/// Kinds from their names, joined by commas; other words are left out. Pure.
std::vector<private_view> read_private_views(std::string_view text);

bool contains(const std::vector<private_view>& kinds, private_view kind);

/// Whether this process is inside such a name space of its test.
bool is_isolated(private_view kind);

/// What the event log calls the process `pid`: in a name space of process ids
/// a number that no other process of the machine has.
std::int64_t process_number(std::int64_t pid);

}  // namespace parallel_testing

#endif
