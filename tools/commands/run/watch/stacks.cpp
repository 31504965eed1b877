// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/run/watch/stacks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <string_view>
#include <system_error>

#include "base/programs.hpp"
#include "base/whole_file.hpp"
#include "lib/src/base/process_info.hpp"

namespace parallel_testing::run_command {
namespace {

namespace fs = std::filesystem;

constexpr const char* program_name = "parallel-testing-stacks";

std::string first_line_of(const fs::path& file) {
  const std::string text = tools::read_file(file.string()).value_or("");
  return text.substr(0, text.find('\n'));
}

/// The states of proc(5), field 3.
const char* state_text(char state) {
  switch (state) {
    case 'R':
      return "running";
    case 'S':
      return "sleeping";
    case 'D':
      return "waiting for a device";
    case 'T':
      return "stopped";
    case 't':
      return "stopped by a debugger";
    case 'Z':
      return "ended";
    default:
      return "unknown";
  }
}

std::string words_of_thread(const fs::path& thread) {
  const std::string stat =
      tools::read_file((thread / "stat").string()).value_or("");
  if (stat.empty()) {
    return "";
  }
  std::string line = fmt::format("  {} {}: {}", thread.filename().string(),
                                 first_line_of(thread / "comm"),
                                 state_text(parse_stat(stat).state));
  const std::string waits_in = first_line_of(thread / "wchan");
  if (!waits_in.empty() && waits_in != "0") {
    line += " in " + waits_in;
  }
  const std::string call = first_line_of(thread / "syscall");
  const std::string number = call.substr(0, call.find(' '));
  if (!number.empty() &&
      number.find_first_not_of("0123456789") == std::string::npos) {
    line += ", system call " + number;
  }
  return line + "\n";
}

std::string kernel_words(const std::vector<pid_t>& processes,
                         const std::string& why) {
  std::string text = why + "; what the kernel knows:\n";
  for (const pid_t each : processes) {
    text += kernel_words_of(each);
  }
  return text;
}

}  // namespace

std::string stacks_program_beside(const std::string& tool) {
  const fs::path directory = fs::path(tool).parent_path();
  return tools::find_program(
      {program_name}, {directory.string(),
                       (directory / "../libexec/parallel_testing").string()});
}

std::string kernel_words_of(pid_t process) {
  std::vector<fs::path> threads;
  std::error_code gone;
  for (const fs::directory_entry& each :
       fs::directory_iterator(fmt::format("/proc/{}/task", process), gone)) {
    threads.push_back(each.path());
  }
  std::sort(threads.begin(), threads.end());
  std::string text =
      fmt::format("process {} {}\n", process, command_of(process));
  for (const fs::path& each : threads) {
    text += words_of_thread(each);
  }
  return text;
}

std::string stacks_of(const std::vector<pid_t>& processes) {
  const std::string program = stacks_program_beside(tools::own_program());
  if (program.empty()) {
    return kernel_words(processes,
                        fmt::format("{} is not installed", program_name));
  }
  tools::program_start call;
  call.arguments.push_back(program);
  for (const pid_t each : processes) {
    call.arguments.push_back(std::to_string(each));
  }
  constexpr std::chrono::seconds limit(10);
  const tools::program_output result =
      tools::output_of(call, tools::diagnostics::read, limit);
  if (result.exit_code != 0 && result.out.find('#') == std::string::npos) {
    return result.out + kernel_words(processes, fmt::format("{} found no stack",
                                                            program_name));
  }
  return fmt::format("stacks by {}:\n{}", program_name, result.out);
}

}  // namespace parallel_testing::run_command
