// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <stdlib.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <exception>
#include <string>
#include <string_view>
#include <vector>

#include "base/files.hpp"
#include "base/os.hpp"
#include "base/process_info.hpp"
#include "stack_record.hpp"
#include "stacks/stopped_processes.hpp"
#include "unwinding.hpp"

namespace {

namespace stacks = parallel_testing::stacks;

constexpr int usage_status = 2;
constexpr int failure_status = 1;

constexpr const char* usage =
    "usage: parallel-testing-stacks <process id>...\n"
    "       parallel-testing-stacks < <request>\n"
    "\n"
    "Prints the functions and lines in which the threads of processes are,\n"
    "shortened to the frames of the project's own code. It stops the "
    "processes\n"
    "meanwhile. Without an argument, it reads registers from stdin, as the\n"
    "launcher and the adapters of ParallelTesting write them.\n";

int print(const stacks::stack_request& given) {
  std::string text = "  read with libdw:\n";
  for (const stacks::requested_process& each : given.processes) {
    text += text_of(stacks::unwound(each));
  }
  stacks::record(given, text);
  return parallel_testing::os::write_all(STDOUT_FILENO, text) ? 0
                                                              : failure_status;
}

int print_by_id(int count, char** words) {
  std::vector<pid_t> processes;
  for (int at = 0; at < count; ++at) {
    const auto id = parallel_testing::parse_process_id(words[at]);
    if (!id) {
      std::fputs(usage, stderr);
      return usage_status;
    }
    processes.push_back(*id);
  }
  constexpr std::chrono::milliseconds longest_stop{500};
  const stacks::stopped_processes stopped(processes, longest_stop);
  if (stopped.found().empty()) {
    parallel_testing::os::say(
        "no thread could be stopped; trace your own processes, or allow ptrace "
        "(kernel.yama.ptrace_scope, --cap-add=SYS_PTRACE)");
    return failure_status;
  }
  return print({"", "", stopped.found()});
}

}  // namespace

int main(int argc, char** argv) {
  // Never ask a server for debug information.
  ::unsetenv("DEBUGINFOD_URLS");
  try {
    if (argc > 1 && std::string_view(argv[1]) == "--help") {
      std::fputs(usage, stdout);
      return 0;
    }
    if (argc > 1) {
      return print_by_id(argc - 1, argv + 1);
    }
    const auto request =
        stacks::parse_request(parallel_testing::read_rest(STDIN_FILENO));
    if (!request || request->processes.empty()) {
      std::fputs(usage, stderr);
      return usage_status;
    }
    return print(*request);
  } catch (const std::exception& problem) {
    parallel_testing::os::say(problem.what());
    return failure_status;
  }
}
