// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#ifdef __has_feature
#define PARALLEL_TESTING_COMPILES_WITH(feature) __has_feature(feature)
#else
#define PARALLEL_TESTING_COMPILES_WITH(feature) 0
#endif

namespace parallel_testing::support {

/// Whether it is ThreadSanitizer, which gives each process a second thread.
#if defined(__SANITIZE_THREAD__) || \
    PARALLEL_TESTING_COMPILES_WITH(thread_sanitizer)
inline constexpr bool has_thread_sanitizer = true;
#else
inline constexpr bool has_thread_sanitizer = false;
#endif

/// Whether a sanitizer is at work, which needs memory, descriptors and threads
/// of its own.
#if defined(__SANITIZE_ADDRESS__) || \
    PARALLEL_TESTING_COMPILES_WITH(address_sanitizer)
inline constexpr bool is_sanitized = true;
#else
inline constexpr bool is_sanitized = has_thread_sanitizer;
#endif

}  // namespace parallel_testing::support
