// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstdint>
#include <vector>

#include "observe/meaning/watched_calls.hpp"

// System calls that a 32-bit program makes on a machine of 64 bits, under the
// numbers of that machine.
namespace parallel_testing::launcher {

struct call_number {
  long number;  ///< of a 32-bit program
  long own;     ///< of this program
};

/// AUDIT_ARCH_… of these programs; 0 if this machine runs none.
std::uint32_t architecture_of_32_bits() noexcept;

/// Sorted by `number`.
const std::vector<call_number>& calls_of_32_bits();

/// A call with the numbers of its `architecture`, AUDIT_ARCH_…, under the
/// number and with the arguments of this machine; -1 if it is not watched.
system_call translated(std::uint32_t architecture, system_call call) noexcept;

}  // namespace parallel_testing::launcher
