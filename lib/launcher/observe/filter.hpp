// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <linux/filter.h>

#include <cstdint>
#include <vector>

#include "observe/meaning/watched_calls.hpp"

// A seccomp filter that hands the watched calls to the watcher.
namespace parallel_testing::launcher {

/// What the filter does with a watched call: SECCOMP_RET_USER_NOTIF or
/// SECCOMP_RET_TRACE.
enum class filter_action : std::uint32_t;

/// AUDIT_ARCH_… of this program.
std::uint32_t own_architecture() noexcept;

/// The program. All calls of a 32-bit program are handed over. Pure.
std::vector<sock_filter> filter_program(const std::vector<watched_call>& calls,
                                        filter_action action);

/// Installs it for this process and what it starts. Returns the descriptor of
/// the listener, closed on exec. -1 with errno on failure.
int install_listening_filter() noexcept;

/// The same for a tracer. False with errno on failure.
bool install_tracing_filter() noexcept;

}  // namespace parallel_testing::launcher
