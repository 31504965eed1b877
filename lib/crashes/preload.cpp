// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "passing_on.hpp"
#include "request.hpp"
#include "stacks/crash_handler.hpp"
#include "stacks/debuggers.hpp"

namespace {

namespace crashes = parallel_testing::crashes;
namespace stacks = parallel_testing::stacks;

constexpr std::size_t longest_path = 4096;
char program[longest_path];
char process_id[16];
/// With the words of a debugger.
char* command[16];

bool ends_with(const char* text, const char* end) noexcept {
  const std::size_t length = ::strlen(text);
  return length >= ::strlen(end) &&
         ::strcmp(text + length - ::strlen(end), end) == 0;
}

void choose_command(stacks::stack_reader& reader) noexcept {
  command[0] = program;
  reader.is_debugger = !ends_with(program, "parallel-testing-stacks");
  if (reader.is_debugger) {
    ::snprintf(process_id, sizeof process_id, "%d", reader.process);
    std::size_t at = 1;
    for (const char* const word : stacks::words_of_debugger(program)) {
      command[at++] = const_cast<char*>(word);
    }
    command[at++] = const_cast<char*>("-p");
    command[at++] = process_id;
  }
  reader.command = command;
}

/// Before the first function of the program.
__attribute__((constructor)) void begin() noexcept {
  const int error = errno;
  const crashes::request given = crashes::take_request(environ);
  if (given.program.empty() || given.program.size() >= sizeof program) {
    return;
  }
  if (crashes::passes_on(given)) {
    return;
  }
  ::memcpy(program, given.program.data(), given.program.size());
  stacks::stack_reader reader;
  reader.process = ::getpid();
  choose_command(reader);
  stacks::name_crashing_test(given.test.empty() ? program_invocation_name
                                                : given.test);
  stacks::catch_crashes(reader);
  errno = error;
}

}  // namespace
