// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// How a program that stops ctest, with its tests, reports for how long it did
// so: the total, in nanoseconds, is one std::int64_t at the beginning of a
// file, which both have mapped into their memory.
#pragma once

namespace parallel_testing {

/// The library that makes the clock of ctest stop meanwhile. It is beside the
/// launcher.
inline constexpr const char* clock_library = "libparallel-testing-clock.so";

/// The variable in which that library finds the path of the file.
inline constexpr const char* stopped_time_variable =
    "PARALLEL_TESTING_STOPPED_TIME";

}  // namespace parallel_testing
