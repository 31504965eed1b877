// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_ONCE_HPP
#define PARALLEL_TESTING_ONCE_HPP

#include <chrono>
#include <functional>
#include <parallel_testing/requires_cxx17.hpp>
#include <parallel_testing/same_layout.hpp>
#include <string>
#include <string_view>

/// Work that is done once for the tests of a run, by the first that needs it.
///
///     namespace pt = parallel_testing;
///     const std::string catalogue = pt::once_per_run("catalogue", [] {
///       return download_catalogue();          // the path of what was made
///     });
///
/// Not promised: clean-up. What `make` leaves outside of the run's directories
/// stays. And not an order: whichever test comes first does the work, so its
/// time is part of that test's.

namespace parallel_testing {

/// How long once_per_run() waits for a result by default.
inline constexpr std::chrono::minutes default_once_limit{5};

/// The result of `make`, which exactly one process of the run calls. The
/// others, and later calls in the same process, wait and get the same text.
///
/// `key` is any text; equal keys mean equal work. The result is any text up to
/// 8 MiB, kept in a file only this user can read until the run is collected.
///
/// When `make` throws, its caller sees that exception and all other
/// callers an error with its message; it is not tried again in this run. When
/// the process that runs it ends before there is a result, by a crash, a
/// timeout or exit(), the next one that waits or comes later tries.
///
/// Throws error when no result appeared within `limit` (a `make` that runs
/// here is not interrupted), when `make` asks for its own key, and when the
/// result cannot be stored. Safe from several threads and after fork. A
/// program started by hand is a run of its own.
std::string once_per_run(std::string_view key,
                         const std::function<std::string()>& make,
                         std::chrono::milliseconds limit = default_once_limit);

/// The same, but once for each worker of the run: "gw0" has its own
/// result, which all tests share that run as gw0 one after the other.
std::string once_per_worker(
    std::string_view key, const std::function<std::string()>& make,
    std::chrono::milliseconds limit = default_once_limit);

}  // namespace parallel_testing

#endif
