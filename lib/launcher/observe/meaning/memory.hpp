// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <string>

// What the arguments of a call point to, in the memory of the thread that
// calls.
namespace parallel_testing::launcher {

/// False when not all of it can be read.
bool read_memory(pid_t thread, std::uint64_t address, void* into,
                 std::size_t size) noexcept;

/// A text up to its zero byte, at most PATH_MAX bytes; false when it cannot be
/// read or is longer.
bool read_text(pid_t thread, std::uint64_t address, std::string& into);

/// A structure, nothing of it on failure.
template <class Value>
bool read_value(pid_t thread, std::uint64_t address, Value& into) noexcept {
  return read_memory(thread, address, &into, sizeof into);
}

}  // namespace parallel_testing::launcher
