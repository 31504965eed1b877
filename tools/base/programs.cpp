// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "base/programs.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <deque>
#include <filesystem>
#include <string_view>
#include <utility>

extern char** environ;

namespace parallel_testing::io {
namespace {

namespace fs = std::filesystem;

using clock = std::chrono::steady_clock;

constexpr int timed_out = 124;
constexpr int cannot_start = 127;
constexpr mode_t for_others_to_read = 0644;

/// What is done in the child before it becomes the program.
class preparation {
 public:
  preparation() {
    ::posix_spawn_file_actions_init(&files_);
    ::posix_spawnattr_init(&attributes_);
  }
  preparation(const preparation&) = delete;
  preparation& operator=(const preparation&) = delete;
  ~preparation() {
    ::posix_spawn_file_actions_destroy(&files_);
    ::posix_spawnattr_destroy(&attributes_);
  }

  /// An empty name drops what is written.
  void write_to(int fd, const std::string& file) {
    ::posix_spawn_file_actions_addopen(
        &files_, fd, file.empty() ? "/dev/null" : file.c_str(),
        O_WRONLY | O_CREAT | O_TRUNC, for_others_to_read);
  }
  void duplicate(int from, int to) {
    ::posix_spawn_file_actions_adddup2(&files_, from, to);
  }
  void make_group() {
    ::posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETPGROUP);
  }

  /// The process, or -1.
  [[nodiscard]] pid_t start(std::vector<std::string> arguments) const {
    std::vector<char*> pointers;
    for (std::string& text : arguments) {
      pointers.push_back(text.data());
    }
    pointers.push_back(nullptr);
    pid_t pid = -1;
    const int problem = ::posix_spawnp(&pid, pointers[0], &files_, &attributes_,
                                       pointers.data(), environ);
    return problem == 0 ? pid : -1;
  }

 private:
  posix_spawn_file_actions_t files_{};
  posix_spawnattr_t attributes_{};
};

pid_t start(const program_call& call) {
  preparation before;
  before.write_to(STDOUT_FILENO, call.output);
  before.write_to(STDERR_FILENO, call.errors);
  return before.start(call.arguments);
}

pid_t start_to_read(const std::vector<std::string>& arguments, int output,
                    diagnostics where, std::chrono::seconds limit) {
  preparation before;
  if (where == diagnostics::only) {
    before.write_to(STDOUT_FILENO, "");
  } else {
    before.duplicate(output, STDOUT_FILENO);
  }
  if (where == diagnostics::dropped) {
    before.write_to(STDERR_FILENO, "");
  } else if (where != diagnostics::passed_on) {
    before.duplicate(output, STDERR_FILENO);
  }
  if (limit.count() > 0) {
    before.make_group();
  }
  return before.start(arguments);
}

/// Whether there is something to read, or its end, before `limit` is over.
bool waits_within(int file, clock::time_point start,
                  std::chrono::seconds limit) {
  pollfd watched{file, POLLIN, 0};
  for (;;) {
    int wait = -1;
    if (limit.count() > 0) {
      const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
          start + limit - clock::now());
      wait = static_cast<int>(std::max<std::int64_t>(left.count(), 0));
    }
    const int answer = ::poll(&watched, 1, wait);
    if (answer >= 0 || errno != EINTR) {
      return answer != 0;
    }
  }
}

/// False when the time was over before its end.
bool read_all(int file, clock::time_point start, std::chrono::seconds limit,
              std::string& into) {
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

/// Whether a process has ended before `limit` is over; it is still to be waited
/// for. A program may close what we read and go on.
bool ends_within(pid_t pid, clock::time_point start,
                 std::chrono::seconds limit) {
  constexpr int look_again_ms = 5;
  while (limit.count() > 0 && pid > 0) {
    siginfo_t ended{};
    if (::waitid(P_PID, static_cast<id_t>(pid), &ended,
                 WEXITED | WNOHANG | WNOWAIT) != 0 ||
        ended.si_pid == pid) {
      return true;
    }
    if (clock::now() >= start + limit) {
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

bool is_program(const fs::path& path) {
  std::error_code problem;
  return fs::is_regular_file(path, problem) &&
         ::access(path.c_str(), X_OK) == 0;
}

std::vector<std::string> directories_of_path() {
  std::vector<std::string> result;
  const char* const path = std::getenv("PATH");
  std::string_view rest = path == nullptr ? "" : path;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(':'), rest.size());
    result.emplace_back(end == 0 ? "." : rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return result;
}

}  // namespace

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

program_output output_of(const std::vector<std::string>& arguments,
                         diagnostics where, std::chrono::seconds limit) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
    return {cannot_start, ""};
  }
  const clock::time_point start = clock::now();
  const pid_t pid = start_to_read(arguments, ends[1], where, limit);
  ::close(ends[1]);
  program_output result{cannot_start, ""};
  const bool has_ended = read_all(ends[0], start, limit, result.out) &&
                         ends_within(pid, start, limit);
  ::close(ends[0]);
  if (!has_ended && pid > 0) {
    ::kill(-pid, SIGKILL);
  }
  const int code = exit_code_of(pid);
  result.exit_code = has_ended ? code : timed_out;
  return result;
}

std::string find_program(const std::vector<std::string>& names,
                         const std::vector<std::string>& directories) {
  std::vector<std::string> places = directories;
  for (std::string& each : directories_of_path()) {
    places.push_back(std::move(each));
  }
  for (const std::string& name : names) {
    for (const std::string& place : places) {
      if (is_program(fs::path(place) / name)) {
        return (fs::path(place) / name).string();
      }
    }
  }
  return "";
}

}  // namespace parallel_testing::io
