// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "command.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <stdexcept>

namespace parallel_testing::benchmark {

namespace {

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) +
         static_cast<double>(time.tv_usec) / 1e6;
}

double now_s() {
  timespec now{};
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<double>(now.tv_sec) +
         static_cast<double>(now.tv_nsec) / 1e9;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> result;
  for (std::string& text : texts) result.push_back(text.data());
  result.push_back(nullptr);
  return result;
}

bool sets(const command& wanted, const std::string& entry) {
  for (const auto& [name, value] : wanted.variables) {
    if (entry.starts_with(name + "=")) return true;
  }
  return false;
}

std::vector<std::string> environment_of(const command& wanted) {
  std::vector<std::string> result;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    if (!sets(wanted, *entry)) result.emplace_back(*entry);
  }
  for (const auto& [name, value] : wanted.variables) {
    result.push_back(fmt::format("{}={}", name, value));
  }
  return result;
}

/// Starts the program with both outputs going to `output`.
pid_t start(const command& wanted, int output) {
  posix_spawn_file_actions_t actions{};
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
  ::posix_spawn_file_actions_adddup2(&actions, output, STDERR_FILENO);
  ::posix_spawn_file_actions_addchdir_np(&actions, wanted.directory.c_str());
  std::vector<std::string> words = wanted.words;
  std::vector<std::string> environment = environment_of(wanted);
  pid_t child = 0;
  const int problem =
      ::posix_spawnp(&child, words[0].c_str(), &actions, nullptr,
                     pointers(words).data(), pointers(environment).data());
  ::posix_spawn_file_actions_destroy(&actions);
  if (problem == 0) return child;
  throw std::runtime_error(fmt::format("cannot start '{}' in '{}': {}",
                                       wanted.words[0], wanted.directory,
                                       std::strerror(problem)));
}

std::string read_to_end(int fd) {
  std::string text;
  std::array<char, 65536> buffer{};
  for (;;) {
    const ssize_t got = ::read(fd, buffer.data(), buffer.size());
    if (got <= 0) return text;
    text.append(buffer.data(), static_cast<std::size_t>(got));
  }
}

}  // namespace

cost run(const command& wanted) {
  std::array<int, 2> pipe{};
  if (::pipe2(pipe.data(), O_CLOEXEC) != 0) {
    throw std::runtime_error("cannot make a pipe");
  }
  const double started = now_s();
  const pid_t child = start(wanted, pipe[1]);
  ::close(pipe[1]);
  cost result;
  result.output = read_to_end(pipe[0]);
  ::close(pipe[0]);
  int status = 0;
  rusage usage{};
  ::wait4(child, &status, 0, &usage);
  result.wall_s = now_s() - started;
  result.cpu_s = seconds(usage.ru_utime) + seconds(usage.ru_stime);
  result.greatest_rss_kib = usage.ru_maxrss;
  if (status == 0) return result;
  throw std::runtime_error(fmt::format(
      "'{}' ended with status {} in '{}':\n{}", fmt::join(wanted.words, " "),
      WIFEXITED(status) ? WEXITSTATUS(status) : status, wanted.directory,
      result.output));
}

}  // namespace parallel_testing::benchmark
