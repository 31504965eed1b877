// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/debug/terminal_relay.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <string_view>
#include <utility>

#include "cli/command.hpp"

namespace parallel_testing::debug_command {
namespace {

bool write_all(int to, std::string_view text) {
  while (!text.empty()) {
    const ssize_t size = ::write(to, text.data(), text.size());
    if (size > 0) {
      text.remove_prefix(static_cast<std::size_t>(size));
    } else if (errno != EINTR) {
      return false;
    }
  }
  return true;
}

/// Returns false at the end of the input.
bool copy(int from, int to) {
  std::array<char, 4096> buffer;
  const ssize_t size = ::read(from, buffer.data(), buffer.size());
  if (size > 0) {
    return write_all(to, {buffer.data(), static_cast<std::size_t>(size)});
  }
  return size < 0 && errno == EINTR;
}

}  // namespace

terminal_relay::terminal_relay() {
  termios settings{};
  if (::tcgetattr(STDIN_FILENO, &settings) != 0 ||
      ::isatty(STDOUT_FILENO) == 0) {
    return;
  }
  inner_ = ::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (inner_ >= 0 && ::grantpt(inner_) == 0 && ::unlockpt(inner_) == 0) {
    outer_ = ::ioctl(inner_, TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC);
  }
  if (outer_ < 0) {
    throw cli::failure(
        cli::exit_environment,
        fmt::format("cannot open a terminal for the debugger: {}; is /dev/pts "
                    "mounted?",
                    std::strerror(errno)));
  }
  settings_ = settings;
  ::tcsetattr(outer_, TCSANOW, &settings);
  copy_size();
  given_ = {outer_, outer_, outer_};
}

terminal_relay::~terminal_relay() {
  end();
  for (const int each : {inner_, outer_}) {
    if (each >= 0) {
      ::close(each);
    }
  }
}

void terminal_relay::begin() {
  if (!settings_) {
    return;
  }
  ::close(std::exchange(outer_, -1));
  termios raw = *settings_;
  ::cfmakeraw(&raw);
  ::tcsetattr(STDIN_FILENO, TCSADRAIN, &raw);
  is_active_ = true;
}

void terminal_relay::end() {
  if (!std::exchange(is_active_, false)) {
    return;
  }
  pollfd rest{inner_, POLLIN, 0};
  while (inner_ >= 0 && ::poll(&rest, 1, 0) > 0 &&
         (rest.revents & POLLIN) != 0) {
    copy_screen();
    rest.fd = inner_;
  }
  ::tcsetattr(STDIN_FILENO, TCSADRAIN, &*settings_);
}

int terminal_relay::keys() const {
  return is_active_ && has_keys_ && inner_ >= 0 ? STDIN_FILENO : -1;
}

int terminal_relay::screen() const {
  return is_active_ ? inner_ : -1;
}

void terminal_relay::copy_keys() {
  has_keys_ = copy(STDIN_FILENO, inner_);
}

void terminal_relay::copy_screen() {
  // The read fails when no process has the terminal.
  if (!copy(inner_, STDOUT_FILENO)) {
    ::close(std::exchange(inner_, -1));
  }
}

void terminal_relay::copy_size() const {
  winsize size{};
  if (inner_ >= 0 && ::ioctl(STDIN_FILENO, TIOCGWINSZ, &size) == 0) {
    ::ioctl(inner_, TIOCSWINSZ, &size);
  }
}

}  // namespace parallel_testing::debug_command
