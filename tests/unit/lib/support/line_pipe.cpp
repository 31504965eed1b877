// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "support/line_pipe.hpp"

#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace parallel_testing::unit {

namespace {
void close_end(int& fd) {
  if (fd >= 0) ::close(fd);
  fd = -1;
}
}  // namespace

line_pipe::line_pipe() {
  // Unlike a pipe, a socket can be written to without risking SIGPIPE.
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends_) != 0) {
    throw std::system_error(errno, std::generic_category(), "socketpair");
  }
}

line_pipe::line_pipe(line_pipe&& other) noexcept
    : ends_{std::exchange(other.ends_[0], -1),
            std::exchange(other.ends_[1], -1)} {}

line_pipe::~line_pipe() {
  close_read_end();
  close_write_end();
}

void line_pipe::close_read_end() {
  close_end(ends_[0]);
}

void line_pipe::close_write_end() {
  close_end(ends_[1]);
}

void line_pipe::send(const std::string& line) {
  const std::string text = line + "\n";
  std::size_t sent = 0;
  while (sent < text.size()) {
    const ssize_t size =
        ::send(ends_[1], text.data() + sent, text.size() - sent, MSG_NOSIGNAL);
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) {
      throw std::system_error(errno, std::generic_category(), "send");
    }
    sent += static_cast<std::size_t>(size);
  }
}

std::string line_pipe::receive() {
  std::string line;
  for (;;) {
    char c = '\n';
    const ssize_t size = ::read(ends_[0], &c, 1);
    if (size < 0 && errno == EINTR) continue;
    if (size <= 0 || c == '\n') return line;
    line += c;
  }
}

}  // namespace parallel_testing::unit
