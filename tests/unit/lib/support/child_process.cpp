// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "support/child_process.hpp"

#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <utility>

#include "support/process.hpp"

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

}  // namespace

child_process::child_process(const std::vector<std::string>& command,
                             const environment& variables)
    : errors_(std::tmpfile(), std::fclose) {
  pid_ = support::spawn(
      {command, with_essentials(variables), ""},
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
  const int status = support::status_of(pid);
  return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

}  // namespace parallel_testing::unit
