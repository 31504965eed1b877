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
///       return download_catalogue();          // the path of the result
///     });
///
/// Not promised: clean-up, or ordering. What `make` leaves outside of the run's
/// directories stays; the first test to ask does the work, so the time that it
/// takes counts as that test's.

namespace parallel_testing {

/// How long once_per_run() and once_per_worker() wait for a result by default.
inline constexpr std::chrono::minutes default_once_limit{5};

/// Returns the result of `make`, which exactly one process of the run calls.
/// The others, and later calls in the same process, wait and get the same text.
///
/// `key` is any text; equal keys mean equal work. The result is any text up to
/// 8 MiB, in a file that only this user can read and that stays until the run
/// is collected.
///
/// When `make` throws, its caller gets that exception and all other callers get
/// an error with its message; nobody tries again in this run. When the process
/// that runs it ends before there is a result, by a crash, a timeout or exit(),
/// the next one that waits or comes later tries.
///
/// Throws error when there is no result within `limit` (a `make` that runs in
/// this process is not interrupted), when `make` asks for its own key, and when
/// the result is too long or cannot be stored. Safe in every thread and after
/// fork. A program that is started by hand is its own run.
std::string once_per_run(std::string_view key,
                         const std::function<std::string()>& make,
                         std::chrono::milliseconds limit = default_once_limit);

/// The same, once for each worker of the run: "gw0" has its own result, which
/// the tests that run as gw0 one after the other share.
std::string once_per_worker(
    std::string_view key, const std::function<std::string()>& make,
    std::chrono::milliseconds limit = default_once_limit);

}  // namespace parallel_testing

#endif
