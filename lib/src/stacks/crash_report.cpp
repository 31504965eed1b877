// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "stacks/crash_report.hpp"

#include <utility>
#include <vector>

#include "base/os.hpp"
#include "stacks/crash_handler.hpp"
#include "stacks/write_stacks.hpp"

namespace parallel_testing::stacks {

namespace {

/// Never destroyed, because exit handlers may also crash, and reachable, so
/// that no leak checker reports it in the program of a user.
struct kept_command {
  kept_command(std::vector<std::string> given, const kept_command* before)
      : words(std::move(given)),
        arguments(os::exec_arguments(words)),
        previous(before) {}

  const std::vector<std::string> words;
  std::vector<char*> arguments;
  const kept_command* const previous;
};

char* const* keep(std::vector<std::string> words) {
  static kept_command* newest = nullptr;
  newest = new kept_command(std::move(words), newest);
  return newest->arguments.data();
}

stack_reader reader_of_this_process(const std::string& program) {
  stack_reader made;
  made.process = os::process_id();
  made.is_debugger = !reads_request(program);
  std::vector<std::string> words = {program};
  if (made.is_debugger) {
    words = debugger_arguments(program);
    words.insert(words.begin(), program);
    words.insert(words.end(), {"-p", std::to_string(made.process)});
  }
  made.command = keep(std::move(words));
  return made;
}

}  // namespace

void report_crashes(const std::string& program) {
  catch_crashes(reader_of_this_process(program));
}

void report_crashes_of_fork(const std::string& program) {
  catch_crashes_of_fork(reader_of_this_process(program));
}

}  // namespace parallel_testing::stacks
