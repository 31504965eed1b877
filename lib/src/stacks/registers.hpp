// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <sys/types.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace parallel_testing::stacks {

/// The registers from which a stack is read, in the order of DWARF. On x86-64
/// these are 16 registers and the program counter, on AArch64 x0 to x30, the
/// stack pointer and the program counter.
#if defined(__aarch64__)
inline constexpr std::size_t register_count = 33;
#else
inline constexpr std::size_t register_count = 17;
#endif
using registers = std::array<std::uint64_t, register_count>;

/// The registers of a thread that this process traces and that is stopped.
/// std::nullopt for another architecture, such as a 32-bit program.
std::optional<registers> registers_of(pid_t thread) noexcept;

/// The registers in the third argument of a signal handler. Async-signal-safe.
std::optional<registers> registers_in(const void* context) noexcept;

}  // namespace parallel_testing::stacks
