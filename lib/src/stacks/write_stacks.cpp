// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "stacks/write_stacks.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/files.hpp"
#include "base/format.hpp"
#include "base/os.hpp"
#include "base/process_info.hpp"
#include "base/unique_fd.hpp"
#include "stacks/debuggers.hpp"
#include "stacks/helper_program.hpp"
#include "stacks/stopped_processes.hpp"

namespace parallel_testing::stacks {

namespace {

using std::chrono::milliseconds;
constexpr milliseconds longest_stop{500};
/// ctest waits ten seconds longer than the launcher.
constexpr milliseconds longest_reading{7000};
constexpr std::size_t most_processes = 64;

unique_fd input_with(const std::string& text) {
#ifdef __linux__
  unique_fd result(::memfd_create("stacks", 0));
  if (result && os::write_all(result.get(), text) &&
      ::lseek(result.get(), 0, SEEK_SET) == 0) {
    return result;
  }
#endif
  return {};
}

void write_line(int output, const std::string& text) {
  os::write_all(output, text + "\n");
}

/// A file of one line in /proc.
std::string word_in(const std::string& path) {
  std::string text = read_whole(path);
  while (!text.empty() && text.back() == '\n') {
    text.pop_back();
  }
  return text;
}

/// Where each thread waits in the kernel, which needs no right to trace it.
void write_kernel_words(const std::vector<pid_t>& processes,
                        const std::string& why, int output) {
  std::string text = fmt::format(
      "  the kernel's words, without functions and lines: {}\n", why);
  for (const pid_t process : processes) {
    text += fmt::format("  process {}: {}\n", process, command_of(process));
    const std::string folder = fmt::format("/proc/{}/task", process);
    for (const std::string& thread : names_in(folder)) {
      const std::string here = folder + "/" + thread;
      const std::string place = word_in(here + "/wchan");
      const std::string call = word_in(here + "/syscall");
      text += fmt::format("    thread {} '{}': state {}{}{}{}{}\n", thread,
                          word_in(here + "/comm"),
                          status_of(parse_process_id(thread).value_or(0)).state,
                          place.empty() || place == "0" ? "" : ", waits in ",
                          place == "0" ? "" : place,
                          call.empty() ? "" : ", system call ", call);
    }
  }
  os::write_all(output, text);
}

bool write_with_program(const std::vector<pid_t>& processes,
                        const std::string& program, int output,
                        stack_request request) {
  const stopped_processes stopped(processes, longest_stop);
  if (stopped.found().empty()) {
    const int reason = stopped.refused();
    write_kernel_words(
        processes,
        reason == 0
            ? "no thread could be stopped"
            : fmt::format("ptrace failed: {}; allow it in containers with "
                          "--cap-add=SYS_PTRACE; another debugger may be "
                          "attached",
                          std::strerror(reason)),
        output);
    return true;
  }
  request.processes = stopped.found();
  const unique_fd input = input_with(request_text(request));
  return input && run_helper({program}, input.get(), output, longest_reading);
}

/// Returns false when no debugger read anything.
bool write_with_debugger(const std::vector<pid_t>& processes,
                         const std::string& debugger, int output) {
  if (debugger.empty()) {
    return false;
  }
  write_line(output, fmt::format("  read with {}:", debugger));
  const unique_fd nothing(::open("/dev/null", O_RDONLY | O_CLOEXEC));
  const auto last = std::chrono::steady_clock::now() + longest_reading;
  bool is_done = false;
  for (const pid_t process : processes) {
    write_line(output,
               fmt::format("  process {}: {}", process, command_of(process)));
    std::vector<std::string> command = debugger_arguments(debugger);
    command.insert(command.begin(), debugger);
    command.insert(command.end(), {"-p", std::to_string(process)});
    const auto left = std::chrono::duration_cast<milliseconds>(
        last - std::chrono::steady_clock::now());
    is_done = run_helper(command, nothing.get(), output, left) || is_done;
  }
  return is_done;
}

/// A debugger on PATH, "" when there is none.
std::string debugger_on_path() {
  const std::string gdb = path_of_program("gdb");
  return gdb.empty() ? path_of_program("lldb") : gdb;
}

}  // namespace

std::string program_in(std::string_view value) {
  return value == "off" ? "" : std::string(value);
}

bool reads_request(std::string_view program) noexcept {
  constexpr std::string_view name = "parallel-testing-stacks";
  return program.size() >= name.size() &&
         program.substr(program.size() - name.size()) == name;
}

std::vector<std::string> debugger_arguments(std::string_view program) {
  const word_list words = words_of_debugger(program);
  return {words.begin(), words.end()};
}

void write_stacks(const std::vector<pid_t>& processes, std::string_view title,
                  const std::string& program, int output,
                  const std::string& test) {
  std::vector<pid_t> some = processes;
  if (some.size() > most_processes) {
    some.resize(most_processes);
  }
  const std::string line = fmt::format("parallel-testing: {}:", title);
  write_line(output, line);
  const bool exists = !program.empty() && ::access(program.c_str(), X_OK) == 0;
  const bool is_own = exists && reads_request(program);
  if (is_own) {
    if (!write_with_program(some, program, output, {test, line})) {
      write_kernel_words(some, program + " failed", output);
    }
  } else if (!write_with_debugger(some, exists ? program : debugger_on_path(),
                                  output)) {
    write_kernel_words(some,
                       "there is no parallel-testing-stacks (built where "
                       "libdw is found), gdb or lldb",
                       output);
  }
}

}  // namespace parallel_testing::stacks
