// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <sys/types.h>

#include <cstddef>

#include "stacks/registers.hpp"

namespace parallel_testing::stacks {

/// The longest line of a thread in a request, with its end.
inline constexpr std::size_t longest_thread_line =
    sizeof "thread -2147483648\n" + register_count * 17;

/// Writes the line of a thread into `into`, and returns its length.
/// Async-signal-safe.
std::size_t write_thread_line(char (&into)[longest_thread_line], pid_t thread,
                              const registers& at) noexcept;

}  // namespace parallel_testing::stacks
