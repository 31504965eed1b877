// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "support/child_process.hpp"

#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <system_error>
#include <utility>

namespace parallel_testing::unit {

namespace {

/// What the program needs to start at all, and sanitizers to be configured.
environment with_essentials(environment variables) {
  for (const char* name : {"PATH", "LD_LIBRARY_PATH", "ASAN_OPTIONS",
                           "UBSAN_OPTIONS", "TSAN_OPTIONS", "LSAN_OPTIONS"}) {
    const char* const value = std::getenv(name);
    if (value != nullptr) variables.emplace(name, value);
  }
  return variables;
}

std::vector<std::string> as_entries(const environment& variables) {
  std::vector<std::string> entries;
  for (const auto& [name, value] : variables) {
    entries.push_back(name + "=" + value);
  }
  return entries;
}

std::vector<char*> as_pointers(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (std::string& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

pid_t spawn(std::vector<std::string> command, const environment& variables,
            const std::array<int, 3>& standard_files) {
  std::vector<std::string> entries = as_entries(with_essentials(variables));
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  for (int fd = 0; fd < 3; ++fd) {
    ::posix_spawn_file_actions_adddup2(
        &actions, standard_files[static_cast<std::size_t>(fd)], fd);
  }
  pid_t pid = -1;
  const int failure =
      ::posix_spawnp(&pid, command[0].c_str(), &actions, nullptr,
                     as_pointers(command).data(), as_pointers(entries).data());
  ::posix_spawn_file_actions_destroy(&actions);
  if (failure != 0) {
    throw std::system_error(failure, std::generic_category(), command[0]);
  }
  return pid;
}

}  // namespace

child_process::child_process(const std::vector<std::string>& command,
                             const environment& variables)
    : errors_(std::tmpfile(), std::fclose) {
  pid_ =
      spawn(command, variables,
            {input_.read_end(), output_.write_end(), ::fileno(errors_.get())});
  input_.close_read_end();
  output_.close_write_end();
}

child_process::child_process(child_process&& other) noexcept
    : input_(std::move(other.input_)),
      output_(std::move(other.output_)),
      errors_(std::move(other.errors_)),
      pid_(std::exchange(other.pid_, -1)) {}

child_process::~child_process() {
  kill();
}

bool child_process::has_answered() const {
  pollfd output{output_.read_end(), POLLIN, 0};
  return ::poll(&output, 1, 0) > 0;
}

int child_process::wait() {
  return wait_for(std::exchange(pid_, -1));
}

int child_process::finish() {
  input_.close_write_end();
  return wait();
}

void child_process::kill() {
  if (pid_ <= 0) return;  // kill(2) takes -1 for everybody
  ::kill(pid_, SIGKILL);
  wait();
}

std::string child_process::errors() const {
  std::string text;
  std::array<char, 4096> buffer;
  const int fd = ::fileno(errors_.get());
  for (;;) {
    const ssize_t size = ::pread(fd, buffer.data(), buffer.size(),
                                 static_cast<off_t>(text.size()));
    if (size <= 0) return text;
    text.append(buffer.data(), static_cast<std::size_t>(size));
  }
}

int wait_for(pid_t pid) {
  int status = 0;
  while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

}  // namespace parallel_testing::unit
