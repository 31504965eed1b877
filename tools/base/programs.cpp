// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "base/programs.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <deque>
#include <filesystem>
#include <system_error>
#include <utility>

namespace parallel_testing::tools {
namespace {

namespace fs = std::filesystem;

using std::chrono::steady_clock;

constexpr int out_of_time = 124;
constexpr mode_t for_others_to_read = 0644;

/// What a child uses between fork and exec, where it must not allocate memory.
struct prepared_start {
  const char* path;
  std::vector<char*> arguments;
  std::vector<char*> environment;
  program_streams streams;
  process_group group;
  pid_t parent;
};

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  pointers.reserve(texts.size() + 1);
  for (std::string& text : texts) {
    pointers.push_back(text.data());
  }
  pointers.push_back(nullptr);
  return pointers;
}

/// Runs between fork and exec, so it calls only async-signal-safe functions.
[[noreturn]] void become(const prepared_start& prepared) {
  const bool is_session = prepared.group == process_group::watched_session;
  if (is_session) {
    ::setsid();
    ::dup2(::open("/dev/null", O_RDONLY | O_CLOEXEC), STDIN_FILENO);
  } else if (prepared.group != process_group::shared) {
    ::setpgid(0, 0);
  }
  if (is_session || prepared.group == process_group::watched) {
    ::signal(SIGINT, SIG_IGN);
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (::getppid() != prepared.parent) {
      ::_exit(cannot_start);
    }
  }
  sigset_t none;
  sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  const int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
  const auto [output, errors] = prepared.streams;
  ::dup2(output < 0 ? nowhere : output, STDOUT_FILENO);
  ::dup2(errors < 0 ? nowhere : errors, STDERR_FILENO);
  ::execve(prepared.path, prepared.arguments.data(),
           prepared.environment.data());
  ::_exit(cannot_start);
}

/// Opens a file for writing. Returns -1 for an empty name, nothing on failure.
std::optional<int> open_for(const std::string& file) {
  if (file.empty()) {
    return -1;
  }
  const int descriptor =
      ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC,
             for_others_to_read);
  return descriptor < 0 ? std::nullopt : std::optional(descriptor);
}

pid_t start(const program_call& call) {
  const auto output = open_for(call.output);
  const auto errors = open_for(call.errors);
  const pid_t pid = output && errors
                        ? start_program({call.arguments}, {*output, *errors},
                                        process_group::shared)
                        : -1;
  for (const auto& file : {output, errors}) {
    if (file.value_or(-1) >= 0) {
      ::close(*file);
    }
  }
  return pid;
}

program_streams streams_to_read(int output, diagnostics where) {
  switch (where) {
    case diagnostics::passed_on:
      return {output, STDERR_FILENO};
    case diagnostics::dropped:
      return {output, -1};
    case diagnostics::only:
      return {-1, output};
    case diagnostics::read:
      break;
  }
  return {output, output};
}

/// Whether the file has data or ends before `limit` has passed since `start`.
bool waits_within(int file, steady_clock::time_point start,
                  std::chrono::seconds limit) {
  pollfd watched{file, POLLIN, 0};
  for (;;) {
    int wait = -1;
    if (limit.count() > 0) {
      const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
          start + limit - steady_clock::now());
      wait = static_cast<int>(std::max<std::int64_t>(left.count(), 0));
    }
    const int answer = ::poll(&watched, 1, wait);
    if (answer >= 0 || errno != EINTR) {
      return answer != 0;
    }
  }
}

/// Reads to the end of the file. Returns false if `limit` passes before that.
bool read_all(int file, steady_clock::time_point start,
              std::chrono::seconds limit, std::string& into) {
  std::array<char, 1U << 16> buffer{};
  while (waits_within(file, start, limit)) {
    const ssize_t size = ::read(file, buffer.data(), buffer.size());
    if (size > 0) {
      into.append(buffer.data(), static_cast<std::size_t>(size));
    } else if (size == 0 || errno != EINTR) {
      return true;
    }
  }
  return false;
}

/// Whether the process ends before `limit` has passed; does not reap it. A
/// program may close its output and continue to run.
bool ends_within(pid_t pid, steady_clock::time_point start,
                 std::chrono::seconds limit) {
  constexpr int look_again_ms = 5;
  while (limit.count() > 0 && pid > 0) {
    siginfo_t ended{};
    if (::waitid(P_PID, static_cast<id_t>(pid), &ended,
                 WEXITED | WNOHANG | WNOWAIT) != 0 ||
        ended.si_pid == pid) {
      return true;
    }
    if (steady_clock::now() >= start + limit) {
      return false;
    }
    ::poll(nullptr, 0, look_again_ms);
  }
  return true;
}

int exit_code_of(pid_t pid) {
  constexpr int after_signal = 128;
  int status = 0;
  while (pid > 0 && ::waitpid(pid, &status, 0) < 0) {
    if (errno != EINTR) {
      return cannot_start;
    }
  }
  if (pid < 0) {
    return cannot_start;
  }
  return WIFEXITED(status) ? WEXITSTATUS(status)
                           : after_signal + WTERMSIG(status);
}

}  // namespace

variables current_environment() {
  variables result;
  for (char** each = environ; *each != nullptr; ++each) {
    const std::string_view entry = *each;
    const std::size_t equals = entry.find('=');
    if (equals != std::string_view::npos) {
      result.emplace(entry.substr(0, equals), entry.substr(equals + 1));
    }
  }
  return result;
}

std::string value_of(const variables& environment, const std::string& name) {
  const auto found = environment.find(name);
  return found == environment.end() ? "" : found->second;
}

std::string own_program() {
  std::error_code problem;
  return fs::read_symlink("/proc/self/exe", problem).string();
}

bool is_program(const std::string& path) {
  std::error_code problem;
  return fs::is_regular_file(path, problem) &&
         ::access(path.c_str(), X_OK) == 0;
}

std::vector<std::string> split_path(std::string_view list) {
  std::vector<std::string> result;
  while (true) {
    const std::size_t end = std::min(list.find(':'), list.size());
    result.emplace_back(end == 0 ? "." : list.substr(0, end));
    if (end == list.size()) {
      return result;
    }
    list.remove_prefix(end + 1);
  }
}

std::vector<std::string> path_directories() {
  const char* const path = std::getenv("PATH");
  // The path that execvp(3) searches when PATH is not set.
  return split_path(path == nullptr ? "/bin:/usr/bin" : path);
}

std::string find_program(const std::vector<std::string>& names,
                         const std::vector<std::string>& directories,
                         const std::string& other_than) {
  std::error_code problem;
  for (const std::string& name : names) {
    for (const std::string& directory : directories) {
      std::string path = (fs::path(directory) / name).string();
      if (is_program(path) && !fs::equivalent(path, other_than, problem)) {
        return path;
      }
    }
  }
  return "";
}

pid_t start_program(const program_start& program,
                    const program_streams& streams, process_group group) {
  std::vector<std::string> arguments = program.arguments;
  const std::string path =
      arguments[0].find('/') == std::string::npos
          ? find_program({arguments[0]}, path_directories())
          : arguments[0];
  if (path.empty()) {
    errno = ENOENT;
    return -1;
  }
  std::vector<std::string> environment;
  for (const auto& [name, value] :
       program.environment ? *program.environment : current_environment()) {
    environment.push_back(name + "=" + value);
  }
  const prepared_start prepared{path.c_str(),
                                pointers_to(arguments),
                                pointers_to(environment),
                                streams,
                                group,
                                ::getpid()};
  const pid_t pid = ::fork();
  if (pid == 0) {
    become(prepared);
  }
  // The child does the same. Doing it here as well makes sure that the group
  // exists when this function returns.
  if (pid > 0 &&
      (group == process_group::separate || group == process_group::watched)) {
    ::setpgid(pid, pid);
  }
  return pid;
}

int become_program(std::vector<std::string> arguments) {
  const std::vector<char*> pointers = pointers_to(arguments);
  ::execv(pointers[0], pointers.data());
  return errno;
}

std::vector<int> run_programs(const std::vector<program_call>& calls,
                              int at_once) {
  std::vector<int> codes(calls.size(), cannot_start);
  std::deque<std::pair<std::size_t, pid_t>> running;
  const auto wait_for_first = [&] {
    codes[running.front().first] = exit_code_of(running.front().second);
    running.pop_front();
  };
  for (std::size_t at = 0; at < calls.size(); ++at) {
    if (running.size() >= static_cast<std::size_t>(at_once)) {
      wait_for_first();
    }
    running.emplace_back(at, start(calls[at]));
  }
  while (!running.empty()) {
    wait_for_first();
  }
  return codes;
}

program_output output_of(const program_start& program, diagnostics where,
                         std::chrono::seconds limit) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
    return {cannot_start, ""};
  }
  const steady_clock::time_point start = steady_clock::now();
  const pid_t pid = start_program(
      program, streams_to_read(ends[1], where),
      limit.count() > 0 ? process_group::separate : process_group::shared);
  ::close(ends[1]);
  program_output result{cannot_start, ""};
  const bool has_ended = read_all(ends[0], start, limit, result.out) &&
                         ends_within(pid, start, limit);
  ::close(ends[0]);
  if (!has_ended && pid > 0) {
    ::kill(-pid, SIGKILL);
  }
  const int code = exit_code_of(pid);
  result.exit_code = has_ended ? code : out_of_time;
  return result;
}

program_output output_of(const std::vector<std::string>& arguments,
                         diagnostics where, std::chrono::seconds limit) {
  return output_of(program_start{arguments}, where, limit);
}

}  // namespace parallel_testing::tools
