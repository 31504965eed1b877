// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "stacks/crash_report.hpp"

#include <utility>
#include <vector>

#include "base/os.hpp"
#include "stacks/crash_handler.hpp"
#include "stacks/write_stacks.hpp"

namespace parallel_testing::stacks {

namespace {

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
  // Never destroyed: exit handlers may also crash.
  const auto* const kept = new std::vector<std::string>(std::move(words));
  made.command = (new std::vector<char*>(os::exec_arguments(*kept)))->data();
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
