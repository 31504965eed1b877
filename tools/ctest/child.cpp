// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "ctest/child.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <sstream>
#include <string_view>
#include <utility>

#include "base/whole_file.hpp"
#include "cli/command.hpp"
#include "lib/src/base/process_info.hpp"

namespace parallel_testing::tools {
namespace {

[[noreturn]] void fail(const char* what) {
  throw cli::failure(
      cli::exit_environment,
      fmt::format("{}: {}; free some memory or raise the limits of this shell",
                  what, std::strerror(errno)));
}

std::string content_of(const std::string& path) {
  return read_file(path).value_or("");
}

/// The texts in a file in which a zero byte ends each text.
std::vector<std::string> texts_of(const std::string& path) {
  std::vector<std::string> texts;
  const std::string content = content_of(path);
  std::string_view rest = content;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\0'), rest.size());
    texts.emplace_back(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return texts;
}

/// For kernels that do not list the children of a process.
std::vector<pid_t> children_by_search(pid_t pid) {
  std::vector<pid_t> result;
  for (const pid_t each : process_ids()) {
    if (status_of(each).parent == pid) {
      result.push_back(each);
    }
  }
  return result;
}

}  // namespace

child::child(const program_start& program, errors where, terminal use) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
    fail("cannot create a pipe");
  }
  pid_ = start_program(
      program, {ends[1], where == errors::read ? ends[1] : STDERR_FILENO},
      use == terminal::none ? process_group::watched_session
                            : process_group::watched);
  const int reason = errno;
  ::close(ends[1]);
  output_ = ends[0];
  // A test that prints much would otherwise wait while the pipe is full.
  constexpr int pipe_bytes = 1 << 20;
  ::fcntl(output_, F_SETPIPE_SZ, pipe_bytes);
  if (pid_ < 0) {
    errno = reason;
    fail("cannot start ctest");
  }
  ::fcntl(output_, F_SETFL, O_NONBLOCK);
}

child::~child() {
  if (pid_ > 0 && !ended_) {
    signal_group(SIGKILL);
    ::kill(pid_, SIGKILL);  // it may not have its group yet
    ::waitpid(pid_, nullptr, 0);
  }
  if (output_ >= 0) {
    ::close(output_);
  }
}

bool child::read(std::string& into) {
  if (output_ < 0) {
    return false;
  }
  if (!read_available(output_, into)) {
    ::close(std::exchange(output_, -1));
    return false;
  }
  return true;
}

void child::set_ended(int status) {
  status_ = status;
  ended_ = true;
}

void child::signal_group(int number) const {
  ::kill(-pid_, number);
}

void adopt_orphans() {
  ::prctl(PR_SET_CHILD_SUBREAPER, 1);
}

std::vector<pid_t> children_of(pid_t pid) {
  std::vector<pid_t> result;
  const std::string list_file = fmt::format("/proc/{0}/task/{0}/children", pid);
  if (::access(list_file.c_str(), F_OK) != 0) {
    return children_by_search(pid);
  }
  std::istringstream list(content_of(list_file));
  for (pid_t each = 0; list >> each;) {
    result.push_back(each);
  }
  return result;
}

std::vector<std::string> command_line_of(pid_t pid) {
  return texts_of(fmt::format("/proc/{}/cmdline", pid));
}

std::string program_of(pid_t pid) {
  std::string name = content_of(fmt::format("/proc/{}/comm", pid));
  return name.substr(0, name.find('\n'));
}

std::string variable_of(pid_t pid, const std::string& name) {
  for (const std::string& each :
       texts_of(fmt::format("/proc/{}/environ", pid))) {
    if (each.starts_with(name + "=")) {
      return each.substr(name.size() + 1);
    }
  }
  return "";
}

bool is_zombie(pid_t pid) {
  const std::string stat = content_of(fmt::format("/proc/{}/stat", pid));
  const std::size_t name_end = stat.rfind(") ");
  return name_end == std::string::npos || stat[name_end + 2] == 'Z';
}

int open_stdout_of(pid_t pid) {
  const std::string path = fmt::format("/proc/{}/fd/1", pid);
  struct stat kind {};
  if (::stat(path.c_str(), &kind) != 0 || !S_ISFIFO(kind.st_mode)) {
    return -1;
  }
  return ::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
}

bool read_available(int fd, std::string& into) {
  std::array<char, 1U << 16> buffer;  // clearing it takes longer than reading
  while (true) {
    const ssize_t count = ::read(fd, buffer.data(), buffer.size());
    if (count > 0) {
      into.append(buffer.data(), static_cast<std::size_t>(count));
      if (static_cast<std::size_t>(count) < buffer.size()) {
        return true;
      }
    } else if (count < 0 && errno == EINTR) {
      continue;
    } else {
      return count < 0 && errno == EAGAIN;
    }
  }
}

}  // namespace parallel_testing::tools
