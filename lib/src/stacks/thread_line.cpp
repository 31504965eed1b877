// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "stacks/thread_line.hpp"

#include <charconv>
#include <cstdint>
#include <cstring>

namespace parallel_testing::stacks {

std::size_t write_thread_line(char (&into)[longest_thread_line], pid_t thread,
                              const registers& at) noexcept {
  constexpr char word[] = "thread ";
  std::memcpy(into, word, sizeof word - 1);
  char* next = into + sizeof word - 1;
  char* const end = into + sizeof into;
  next = std::to_chars(next, end, thread).ptr;
  for (const std::uint64_t value : at) {
    *next++ = ' ';
    next = std::to_chars(next, end, value, 16).ptr;
  }
  *next++ = '\n';
  return static_cast<std::size_t>(next - into);
}

}  // namespace parallel_testing::stacks
