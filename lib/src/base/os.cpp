// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "base/os.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <new>
#include <parallel_testing/error.hpp>
#include <system_error>

#include "base/format.hpp"

namespace parallel_testing::os {

namespace {
template <class Call>
auto retried(Call call) noexcept {
  auto result = call();
  while (result == -1 && errno == EINTR) {
    result = call();
  }
  return result;
}

int above_standard_streams(int fd) noexcept {
  if (fd < 0 || fd > STDERR_FILENO) {
    return fd;
  }
  const int moved = ::fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
  const int reason = errno;
  ::close(fd);
  errno = reason;
  return moved;
}

/// Memory for the id of this process. The kernel clears it in each forked
/// child, however that was forked. Null where it cannot do that.
std::atomic<pid_t>* memory_of_process() noexcept {
#ifdef MADV_WIPEONFORK
  const auto size = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  void* const memory = ::mmap(nullptr, size, PROT_READ | PROT_WRITE,
                              MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory != MAP_FAILED && ::madvise(memory, size, MADV_WIPEONFORK) == 0) {
    return new (memory) std::atomic<pid_t>(0);
  }
#endif
  return nullptr;
}
}  // namespace

pid_t process_id() noexcept {
  static std::atomic<pid_t>* const memory = memory_of_process();
  pid_t id = memory == nullptr ? 0 : memory->load();
  if (id == 0) {
    id = ::getpid();
    if (memory != nullptr) {
      *memory = id;
    }
  }
  return id;
}

call_table& calls() noexcept {
  static call_table table = {
      [](int directory, const char* path, int flags, mode_t mode) {
        return ::openat(directory, path, flags, mode);
      },
      ::mkdirat,
      ::write,
      ::flock,
      ::socket,
      ::bind,
      ::listen};
  return table;
}

int open_at(int directory, const char* path, int flags, mode_t mode) noexcept {
  return above_standard_streams(retried([&] {
    return calls().openat(directory, path, flags | O_CLOEXEC, mode);
  }));
}

int open_socket(int domain, int type) noexcept {
  return above_standard_streams(calls().socket(domain, type | SOCK_CLOEXEC, 0));
}

int make_directory_at(int directory, const char* path, mode_t mode) noexcept {
  return retried([&] { return calls().mkdirat(directory, path, mode); });
}

int lock_file(int fd, int operation) noexcept {
  return retried([&] { return calls().flock(fd, operation); });
}

ssize_t read_some(int fd, char* into, std::size_t size) noexcept {
  return retried([&] { return ::read(fd, into, size); });
}

ssize_t read_at(int fd, char* into, std::size_t size, off_t offset) noexcept {
  return retried([&] { return ::pread(fd, into, size, offset); });
}

bool write_all(int fd, std::string_view text) noexcept {
  while (!text.empty()) {
    const ssize_t written =
        retried([&] { return calls().write(fd, text.data(), text.size()); });
    if (written < 0) {
      return false;
    }
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

int wait_for(pid_t child) noexcept {
  constexpr int unknown = 255 << 8;
  int status = 0;
  const pid_t ended = retried([&] { return ::waitpid(child, &status, 0); });
  return ended == child ? status : unknown;
}

int wait_for_and_reap_others(pid_t child) noexcept {
  constexpr int unknown = 255 << 8;
  for (;;) {
    int status = 0;
    const pid_t ended = retried([&] { return ::waitpid(-1, &status, 0); });
    if (ended == child) {
      return status;
    }
    if (ended < 0) {
      return unknown;
    }
  }
}

void wait_for_input(int fd) noexcept {
  pollfd event{fd, POLLIN, 0};
  retried([&] { return ::poll(&event, 1, -1); });
}

std::vector<char*> exec_arguments(const std::vector<std::string>& command) {
  std::vector<char*> arguments;
  for (const std::string& argument : command) {
    arguments.push_back(const_cast<char*>(argument.c_str()));
  }
  arguments.push_back(nullptr);
  return arguments;
}

void throw_error(std::string_view action, std::string_view path,
                 int error_number, std::string_view remedy) {
  throw error(fmt::format("{} '{}': {}; {}", action, path,
                          std::generic_category().message(error_number),
                          remedy));
}

void say(std::string_view text) noexcept {
  try {
    write_all(STDERR_FILENO, fmt::format("parallel-testing: {}\n", text));
  } catch (...) {
    write_all(STDERR_FILENO, "parallel-testing: out of memory\n");
  }
}

bool is_ignored(int signal) noexcept {
  struct sigaction now {};
  return ::sigaction(signal, nullptr, &now) == 0 && now.sa_handler == SIG_IGN;
}

std::string variable(const char* name) {
  const char* const value = ::getenv(name);
  return value == nullptr ? "" : value;
}

void limit_data(std::uint64_t bytes) {
  const rlimit limit{bytes, bytes};
  if (::setrlimit(RLIMIT_DATA, &limit) != 0) {
    throw_error("cannot limit", "memory", errno,
                "raise the hard limit (ulimit -Hd)");
  }
}

}  // namespace parallel_testing::os
