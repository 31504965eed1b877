// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/debug/channel.hpp"

#include <fmt/format.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "cli/command.hpp"

namespace parallel_testing::debug_command {
namespace {

constexpr std::size_t longest_message = 100;

/// The space for three descriptors beside a message.
union control_space {
  std::array<char, CMSG_SPACE(sizeof(streams))> bytes;
  cmsghdr alignment;
};

msghdr header_of(iovec& data, control_space& control) {
  msghdr header{};
  header.msg_iov = &data;
  header.msg_iovlen = 1;
  header.msg_control = control.bytes.data();
  header.msg_controllen = control.bytes.size();
  return header;
}

}  // namespace

std::array<int, 2> open_channel() {
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) !=
      0) {
    throw cli::failure(cli::exit_environment,
                       fmt::format("cannot create a socket: {}; raise the "
                                   "limit of open files",
                                   std::strerror(errno)));
  }
  return ends;
}

void send_message(int channel, std::string_view text) {
  while (::send(channel, text.data(), text.size(), MSG_NOSIGNAL) < 0 &&
         errno == EINTR) {
  }
}

void send_streams(int channel, const streams& given) {
  char byte = 's';
  iovec data{&byte, 1};
  control_space control{};
  msghdr header = header_of(data, control);
  cmsghdr* const rights = CMSG_FIRSTHDR(&header);
  rights->cmsg_level = SOL_SOCKET;
  rights->cmsg_type = SCM_RIGHTS;
  rights->cmsg_len = CMSG_LEN(sizeof given);
  std::memcpy(CMSG_DATA(rights), given.data(), sizeof given);
  while (::sendmsg(channel, &header, MSG_NOSIGNAL) < 0 && errno == EINTR) {
  }
}

std::string receive_message(int channel) {
  std::string text(longest_message, '\0');
  ssize_t size = 0;
  do {
    size = ::recv(channel, text.data(), text.size(), 0);
  } while (size < 0 && errno == EINTR);
  text.resize(size < 0 ? 0 : static_cast<std::size_t>(size));
  return text;
}

std::optional<streams> receive_streams(int channel) {
  char byte = 0;
  iovec data{&byte, 1};
  control_space control{};
  msghdr header = header_of(data, control);
  ssize_t size = 0;
  do {
    size = ::recvmsg(channel, &header, MSG_CMSG_CLOEXEC);
  } while (size < 0 && errno == EINTR);
  const cmsghdr* const rights = size > 0 ? CMSG_FIRSTHDR(&header) : nullptr;
  if (rights == nullptr || rights->cmsg_len != CMSG_LEN(sizeof(streams))) {
    return std::nullopt;
  }
  streams given{};
  std::memcpy(given.data(), CMSG_DATA(rights), sizeof given);
  return given;
}

}  // namespace parallel_testing::debug_command
