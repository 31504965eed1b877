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
// Before them, two lines may name the test and the event. The stacks are then
// also recorded in the directory of the run.
//
//   test <name>
//   title <text>
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

struct stack_request {
  std::string test = {};   ///< "" when the stacks are not recorded
  std::string title = {};  ///< the line above the stacks
  std::vector<requested_process> processes = {};
};

std::string request_text(const stack_request& given);

/// std::nullopt when the text is not a request.
std::optional<stack_request> parse_request(std::string_view text);

}  // namespace parallel_testing::stacks
