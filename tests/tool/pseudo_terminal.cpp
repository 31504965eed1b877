// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "pseudo_terminal.hpp"

#include <pty.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <stdexcept>

namespace parallel_testing::tool_test {
namespace {

constexpr std::size_t columns = 80;

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (std::string& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

}  // namespace

pseudo_terminal::pseudo_terminal(const support::command& started) {
  std::vector<std::string> arguments = started.arguments;
  std::vector<std::string> variables;
  for (const auto& [name, value] : started.environment) {
    variables.push_back(name + "=" + value);
  }
  const std::vector<char*> argv = pointers_to(arguments);
  const std::vector<char*> environment = pointers_to(variables);
  const winsize size{24, columns, 0, 0};
  pid_ = ::forkpty(&terminal_, nullptr, nullptr, &size);
  if (pid_ < 0) throw std::runtime_error("there is no terminal to be had");
  if (pid_ == 0) {
    if (::chdir(started.directory.c_str()) == 0) {
      ::execve(argv[0], argv.data(), environment.data());
    }
    ::_exit(127);
  }
}

pseudo_terminal::~pseudo_terminal() {
  if (pid_ > 0) {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
  ::close(terminal_);
}

bool pseudo_terminal::read() {
  std::array<char, 4096> buffer{};
  const ssize_t count = ::read(terminal_, buffer.data(), buffer.size());
  if (count < 0 && errno == EINTR) return true;
  // The end of the last who has it open is an error.
  if (count <= 0) return false;
  bytes_.append(buffer.data(), static_cast<std::size_t>(count));
  return true;
}

bool pseudo_terminal::wait_for(const std::string& text) {
  while (bytes_.find(text) == std::string::npos) {
    if (!read()) return false;
  }
  return true;
}

void pseudo_terminal::type(const std::string& keys) const {
  if (::write(terminal_, keys.data(), keys.size()) < 0) std::abort();
}

void pseudo_terminal::signal(int number) const {
  ::kill(pid_, number);
}

int pseudo_terminal::wait() {
  while (read()) {
  }
  int status = 0;
  ::waitpid(pid_, &status, 0);
  pid_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

std::vector<std::string> lines_on_screen(const std::string& bytes) {
  std::vector<std::string> lines{""};
  std::size_t row = 0;
  const auto next_row = [&] {
    ++row;
    lines.resize(std::max(lines.size(), row + 1));
  };
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    if (bytes.compare(at, 2, "\033[") == 0) {
      const std::size_t end = std::min(
          bytes.find_first_not_of("0123456789;", at + 2), bytes.size() - 1);
      if (bytes[end] == 'F') {
        row -= std::min(row, std::stoul(bytes.substr(at + 2)));
      } else if (bytes[end] == 'J') {
        lines.resize(row + 1);
        lines[row].clear();
      }
      at = end;
    } else if (bytes[at] == '\n') {
      next_row();
    } else if (bytes[at] >= ' ') {
      if (lines[row].size() == columns) next_row();
      lines[row] += bytes[at];
    }
  }
  return lines;
}

}  // namespace parallel_testing::tool_test
