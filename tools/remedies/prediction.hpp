// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// How long the suite takes with and without a plan. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "remedies/forecast.hpp"
#include "remedies/lock_names.hpp"
#include "remedies/remedies.hpp"

namespace parallel_testing::tools {

inline constexpr double nanoseconds_per_second = 1e9;

/// Whether the marker is that of a lock that others may hold also.
[[nodiscard]] bool is_shared_marker(std::string_view marker);

/// The lock of a marker, as CTest names it.
[[nodiscard]] std::string lock_of_marker(std::string_view marker);

/// The test as it is declared: its locks, and those that its markers share.
[[nodiscard]] scheduled_test schedule_of(const watched_test& test);

/// The tests that strong collisions about the resource name, without those that
/// run alone. `schedules` are those of all tests.
[[nodiscard]] resource_users users_of(
    const shared_resource& resource,
    const std::vector<scheduled_test>& schedules);

/// For 2, 4 and 8 jobs. Reads the suggestions of the plan.
[[nodiscard]] std::vector<forecast> predict(const observation& of,
                                            const sharing& found,
                                            const remedy_plan& plan);

}  // namespace parallel_testing::tools
