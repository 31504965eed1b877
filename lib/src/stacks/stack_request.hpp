// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "stacks/registers.hpp"

// What parallel-testing-stacks reads from stdin: a line for each process and
// each of its threads.
//
//   process <pid> <descriptor of its memory>
//   thread <tid> <registers in hexadecimal>
//
// The descriptor is one that the program inherits. So only the process that
// starts the program needs the right to trace the test.
namespace parallel_testing::stacks {

struct requested_thread {
  pid_t id = 0;
  registers at{};
};

struct requested_process {
  pid_t id = 0;
  int memory = -1;
  std::vector<requested_thread> threads = {};
};

/// The longest line of a thread, with its end.
inline constexpr std::size_t longest_thread_line =
    sizeof "thread -2147483648\n" + register_count * 17;

/// Writes the line of a thread into `into`, and returns its length.
/// Async-signal-safe.
std::size_t write_thread_line(char (&into)[longest_thread_line], pid_t thread,
                              const registers& at) noexcept;

std::string request_text(const std::vector<requested_process>& processes);

/// std::nullopt when the text is not a request.
std::optional<std::vector<requested_process>> parse_request(
    std::string_view text);

}  // namespace parallel_testing::stacks
