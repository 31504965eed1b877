// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "io/programs.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <deque>
#include <filesystem>
#include <string_view>
#include <utility>

extern char** environ;

namespace parallel_testing::io {
namespace {

namespace fs = std::filesystem;

constexpr int cannot_start = 127;
constexpr mode_t for_others_to_read = 0644;

void open_for(posix_spawn_file_actions_t& actions, int fd,
              const std::string& file) {
  const char* const path = file.empty() ? "/dev/null" : file.c_str();
  ::posix_spawn_file_actions_addopen(
      &actions, fd, path, O_WRONLY | O_CREAT | O_TRUNC, for_others_to_read);
}

pid_t start(const program_call& call) {
  std::vector<std::string> texts = call.arguments;
  std::vector<char*> pointers;
  for (std::string& text : texts) {
    pointers.push_back(text.data());
  }
  pointers.push_back(nullptr);
  posix_spawn_file_actions_t actions{};
  ::posix_spawn_file_actions_init(&actions);
  open_for(actions, STDOUT_FILENO, call.output);
  open_for(actions, STDERR_FILENO, call.errors);
  pid_t pid = -1;
  const int problem = ::posix_spawnp(&pid, pointers[0], &actions, nullptr,
                                     pointers.data(), environ);
  ::posix_spawn_file_actions_destroy(&actions);
  return problem == 0 ? pid : -1;
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
