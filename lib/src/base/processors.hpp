// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>
#include <string_view>
#include <vector>

// The processors that a process may use.
namespace parallel_testing {

/// The numbers in a list of the kernel such as "0-3,8"; those from
/// `most_processors` on are left out.
std::vector<unsigned> parse_processors(std::string_view list);
inline constexpr unsigned most_processors = 8192;

/// The numbers in that form, which must be sorted.
std::string list_of_processors(const std::vector<unsigned>& processors);

/// The processors that the kernel lets the process use, 0 for this one; empty
/// when they are unknown.
std::vector<unsigned> affinity_of(int pid);

/// Lets this process and its future children use only these. Returns false,
/// with errno set, when that is impossible.
bool set_affinity(const std::vector<unsigned>& processors);

}  // namespace parallel_testing
