// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "stacks/crash_report.hpp"

#include <utility>
#include <vector>

#include "base/os.hpp"
#include "stacks/crash_handler.hpp"
#include "stacks/write_stacks.hpp"

namespace parallel_testing::stacks {

void report_crashes(const std::string& program) {
  stack_reader reader;
  reader.process = os::process_id();
  reader.is_debugger = !reads_request(program);
  std::vector<std::string> words = {program};
  if (reader.is_debugger) {
    words = debugger_arguments(program);
    words.insert(words.begin(), program);
    words.insert(words.end(), {"-p", std::to_string(reader.process)});
  }
  // Never destroyed: exit handlers may also crash.
  const auto* const kept = new std::vector<std::string>(std::move(words));
  reader.command = (new std::vector<char*>(os::exec_arguments(*kept)))->data();
  catch_crashes(reader);
}

}  // namespace parallel_testing::stacks
