// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <chrono>
#include <functional>
#include <parallel_testing/requires_cxx17.hpp>
#include <parallel_testing/same_layout.hpp>
#include <string>
#include <string_view>

/// Work that is done once for all tests of a run, by the first test that needs
/// it.
///
///     namespace pt = parallel_testing;
///     const std::string catalogue = pt::once_per_run("catalogue", [] {
///       return download_catalogue();          // the path of the result
///     });
///
/// Not promised: clean-up, or ordering. Files that `make` creates outside the
/// run's directories stay. The first test to ask does the work, so its time
/// counts towards that test.

namespace parallel_testing {

/// How long once_per_run() and once_per_worker() wait for a result by default.
inline constexpr std::chrono::minutes default_once_limit{5};

/// Returns the result of `make`, which exactly one process of the run calls.
/// Other processes, and later calls in the same process, wait for it and get
/// the same text.
///
/// `key` is any text; equal keys mean the same work. The result is any text up
/// to 8 MiB. It is kept, in a file that only this user can read, until the run
/// is collected.
///
/// When `make` throws, its caller gets that exception and all other callers get
/// an error with its message; no process of this run tries again. When the
/// process that runs `make` ends without a result, by a crash, a timeout or
/// exit(), the next process that waits or asks runs it.
///
/// Throws error when there is no result within `limit` (a `make` that runs in
/// this process is not interrupted), when `make` asks for its own key, and when
/// the result is too long or cannot be stored. Safe in every thread and after
/// fork. A program started by hand is a separate run.
std::string once_per_run(std::string_view key,
                         const std::function<std::string()>& make,
                         std::chrono::milliseconds limit = default_once_limit);

/// Like once_per_run(), but once for each worker of the run: the tests that run
/// as "gw0", one after the other, share one result.
std::string once_per_worker(
    std::string_view key, const std::function<std::string()>& make,
    std::chrono::milliseconds limit = default_once_limit);

}  // namespace parallel_testing
