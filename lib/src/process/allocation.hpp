// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_SRC_ALLOCATION_HPP
#define PARALLEL_TESTING_SRC_ALLOCATION_HPP

#include <parallel_testing/allocation.hpp>

#include "process/settings.hpp"

namespace parallel_testing {

/// What the variables of CTest say. Throws error.
std::vector<allocation> read_allocations(const environment_lookup& lookup);

/// Also of the resources that schedule the worker pool and readers of locks.
std::vector<allocation> read_all_allocations(const environment_lookup& lookup);

}  // namespace parallel_testing

#endif
