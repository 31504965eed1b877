// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "base/os.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <parallel_testing/error.hpp>
#include <system_error>

#include "base/format.hpp"
#include "base/unique_fd.hpp"

namespace parallel_testing::os {

namespace {
constexpr std::size_t largest_read = 16 * 1024 * 1024;

template <class Call>
auto retried(Call call) noexcept {
  auto result = call();
  while (result == -1 && errno == EINTR) result = call();
  return result;
}

int above_standard_streams(int fd) noexcept {
  if (fd < 0 || fd > STDERR_FILENO) return fd;
  const int moved = ::fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
  const int reason = errno;
  ::close(fd);
  errno = reason;
  return moved;
}
}  // namespace

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

bool write_all(int fd, std::string_view text) noexcept {
  while (!text.empty()) {
    const ssize_t written =
        retried([&] { return calls().write(fd, text.data(), text.size()); });
    if (written < 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

std::string read_fd(int fd) {
  std::string text;
  std::array<char, 4096> buffer;
  while (text.size() < largest_read) {
    const ssize_t got =
        retried([&] { return ::read(fd, buffer.data(), buffer.size()); });
    if (got <= 0) break;
    text.append(buffer.data(), static_cast<std::size_t>(got));
  }
  return text;
}

std::string read_file_at(int directory, const char* path) {
  const unique_fd file(open_at(directory, path, O_RDONLY));
  return file ? read_fd(file.get()) : std::string();
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

}  // namespace parallel_testing::os
