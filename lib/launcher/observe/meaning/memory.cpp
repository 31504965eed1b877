// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "observe/meaning/memory.hpp"

#include <limits.h>
#include <string.h>
#include <sys/uio.h>

#include <algorithm>
#include <array>

namespace parallel_testing::launcher {

namespace {

ssize_t read_some(pid_t thread, std::uint64_t address, void* into,
                  std::size_t size) noexcept {
  const iovec here{into, size};
  // An address of another process.
  // NOLINTNEXTLINE(performance-no-int-to-ptr)
  const iovec there{reinterpret_cast<void*>(address), size};
  return ::process_vm_readv(thread, &here, 1, &there, 1, 0);
}

}  // namespace

bool read_memory(pid_t thread, std::uint64_t address, void* into,
                 std::size_t size) noexcept {
  return address != 0 &&
         read_some(thread, address, into, size) == static_cast<ssize_t>(size);
}

bool read_text(pid_t thread, std::uint64_t address, std::string& into) {
  into.clear();
  if (address == 0) {
    return false;
  }
  // Most paths are short. A page that is not there must not be asked for.
  constexpr std::size_t page = 4096;
  std::array<char, 256> buffer;
  while (into.size() < PATH_MAX) {
    const std::size_t size = std::min(
        buffer.size(), page - static_cast<std::size_t>(address % page));
    const ssize_t got = read_some(thread, address, buffer.data(), size);
    if (got <= 0) {
      return false;
    }
    const auto length = static_cast<std::size_t>(got);
    const std::size_t used = ::strnlen(buffer.data(), length);
    into.append(buffer.data(), used);
    if (used < length) {
      return true;
    }
    address += length;
  }
  return false;
}

}  // namespace parallel_testing::launcher
