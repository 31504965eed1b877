// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <parallel_testing/allocation.hpp>

#include "process/settings.hpp"

namespace parallel_testing {

/// The allocations in CTest's environment variables. Throws error.
std::vector<allocation> read_allocations(const environment_lookup& lookup);

/// The same, including the capacities that stand for the worker pool and for
/// locks with readers.
std::vector<allocation> read_all_allocations(const environment_lookup& lookup);

}  // namespace parallel_testing
