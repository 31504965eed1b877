// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstddef>
#include <parallel_testing/requires_cxx17.hpp>
#include <parallel_testing/same_layout.hpp>
#include <string>
#include <string_view>
#include <vector>

/// The units of declared capacities that CTest allocated to this test, as its
/// markers request.
///
///     for (const auto& gpu : parallel_testing::allocations_of("gpu")) {
///       use_device(gpu.id, gpu.slots);   // marked resource:gpu:50
///     }
///
/// Not promised: allocations for a test that ctest did not start, or of a
/// capacity that parallel_declare_capacity() does not declare. In both cases
/// the list is empty.

namespace parallel_testing {

/// A share of one resource. A test that asks for several units of a counted
/// capacity has one allocation for each; a test that asks for several slots of
/// a device has one allocation with that many.
struct allocation {
  std::string capacity;   ///< the declared name, in lower case
  std::string id;         ///< the unit or device, [a-z0-9_]+
  std::size_t slots = 1;  ///< how many slots of it
  std::size_t group = 0;  ///< number of the CTest resource group, from 0
};

namespace detail {
/// Calls `visit(context, each)` for all of allocations().
void visit_allocations(void (*visit)(void* context, const allocation& each),
                       void* context);
}  // namespace detail

inline namespace PARALLEL_TESTING_CONTAINERS {

/// All allocations of this process, ordered by resource group. They are read
/// from the variables CTEST_RESOURCE_GROUP_* (ctest(1), "Resource Allocation"),
/// which child processes inherit. Throws error when one is malformed. Safe in
/// every thread while no other thread changes the environment.
inline std::vector<allocation> allocations() {
  std::vector<allocation> all;
  detail::visit_allocations(
      [](void* context, const allocation& each) {
        static_cast<std::vector<allocation>*>(context)->push_back(each);
      },
      &all);
  return all;
}

/// The allocations of one capacity; write its name in lower case. Throws error
/// like allocations().
inline std::vector<allocation> allocations_of(std::string_view capacity) {
  std::vector<allocation> some;
  for (const allocation& each : allocations()) {
    if (each.capacity == capacity) {
      some.push_back(each);
    }
  }
  return some;
}

}  // namespace PARALLEL_TESTING_CONTAINERS

}  // namespace parallel_testing
