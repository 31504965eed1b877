// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <sys/types.h>

namespace parallel_testing::launcher {

/// Whether start_sharing() works: not under sanitizers, which take the stack of
/// such a process for a part of another one.
bool can_share_memory() noexcept;

/// Starts a process that calls `run` with `context` and shares the memory of
/// this one, which goes on meanwhile: a copy of the memory would double the
/// cost of watching a short program. `run` must not return, must neither
/// allocate memory nor close descriptors by their owners once this process may
/// do the same, and must soon become another program. At most one such process
/// at a time. -1 with errno on failure.
pid_t start_sharing(void (*run)(void* context), void* context) noexcept;

}  // namespace parallel_testing::launcher
