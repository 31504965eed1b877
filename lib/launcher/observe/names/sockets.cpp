// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "observe/names/sockets.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstring>

#include "base/files.hpp"
#include "base/format.hpp"
#include "base/text.hpp"
#include "base/unique_fd.hpp"

#ifndef SYS_pidfd_open
#define SYS_pidfd_open 434
#endif
#ifndef SYS_pidfd_getfd
#define SYS_pidfd_getfd 438
#endif

namespace parallel_testing::launcher {

namespace {

template <class Address>
Address as(const sockaddr_storage& address) {
  Address result;
  std::memcpy(&result, &address, sizeof result);
  return result;
}

std::string descriptor_of(pid_t thread, int fd) {
  return fmt::format("/proc/{}/fd/{}", thread, fd);
}

std::optional<socket_address> parse_version_4(const sockaddr_storage& address,
                                              std::size_t size) {
  if (size < sizeof(sockaddr_in)) {
    return std::nullopt;
  }
  const auto given = as<sockaddr_in>(address);
  std::array<char, INET_ADDRSTRLEN> text{};
  ::inet_ntop(AF_INET, &given.sin_addr, text.data(), text.size());
  return socket_address{socket_address::kind::port, text.data(), false,
                        ntohs(given.sin_port)};
}

std::optional<socket_address> parse_version_6(const sockaddr_storage& address,
                                              std::size_t size) {
  constexpr std::size_t least = 24;  // without sin6_scope_id
  if (size < least) {
    return std::nullopt;
  }
  const auto given = as<sockaddr_in6>(address);
  std::array<char, INET6_ADDRSTRLEN> text{};
  // Such a socket uses the ports of IPv4.
  if (IN6_IS_ADDR_V4MAPPED(&given.sin6_addr)) {
    constexpr std::size_t start = 12;
    ::inet_ntop(AF_INET, given.sin6_addr.s6_addr + start, text.data(),
                text.size());
    return socket_address{socket_address::kind::port, text.data(), false,
                          ntohs(given.sin6_port)};
  }
  ::inet_ntop(AF_INET6, &given.sin6_addr, text.data(), text.size());
  return socket_address{socket_address::kind::port, text.data(), true,
                        ntohs(given.sin6_port)};
}

std::optional<socket_address> parse_unix(const sockaddr_storage& address,
                                         std::size_t size) {
  constexpr std::size_t offset = offsetof(sockaddr_un, sun_path);
  // Without a name the kernel chooses one.
  if (size <= offset) {
    return std::nullopt;
  }
  const auto given = as<sockaddr_un>(address);
  const std::size_t length = std::min(size - offset, sizeof given.sun_path);
  if (given.sun_path[0] != '\0') {
    return socket_address{
        socket_address::kind::path,
        std::string(given.sun_path, ::strnlen(given.sun_path, length))};
  }
  return socket_address{socket_address::kind::abstract,
                        std::string(given.sun_path + 1, length - 1)};
}

/// A descriptor of another process. Close it at once: a socket that stays open
/// here would stay bound.
unique_fd copy_of(pid_t process, int fd) {
  const unique_fd owner(
      static_cast<int>(::syscall(SYS_pidfd_open, process, 0)));
  if (!owner) {
    return {};
  }
  return unique_fd(
      static_cast<int>(::syscall(SYS_pidfd_getfd, owner.get(), fd, 0)));
}

}  // namespace

std::optional<socket_address> parse_address(const sockaddr_storage& address,
                                            std::size_t size) {
  if (size < sizeof(sa_family_t)) {
    return std::nullopt;
  }
  switch (address.ss_family) {
    case AF_INET:
      return parse_version_4(address, size);
    case AF_INET6:
      return parse_version_6(address, size);
    case AF_UNIX:
      return parse_unix(address, size);
    default:
      return std::nullopt;
  }
}

std::string protocol_named(std::string_view kernel_name) {
  if (starts_with(kernel_name, "TCP") || starts_with(kernel_name, "MPTCP") ||
      starts_with(kernel_name, "SCTP")) {
    return "tcp";
  }
  return starts_with(kernel_name, "UDP") ? "udp" : "";
}

std::string protocol_of(pid_t thread, int fd) {
  std::array<char, 32> name{};
  const ssize_t size =
      ::getxattr(descriptor_of(thread, fd).c_str(), "system.sockprotoname",
                 name.data(), name.size() - 1);
  return size > 0 ? protocol_named(name.data()) : "";
}

std::string file_of(pid_t thread, int fd) {
  return link_target(descriptor_of(thread, fd));
}

std::optional<socket_address> bound_address(pid_t process, int fd) {
  const unique_fd copy = copy_of(process, fd);
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  if (!copy || ::getsockname(copy.get(), reinterpret_cast<sockaddr*>(&address),
                             &size) != 0) {
    return std::nullopt;
  }
  return parse_address(address, size);
}

bool accepts_only_version_6(pid_t process, int fd) {
  const unique_fd copy = copy_of(process, fd);
  int is_only = 0;
  socklen_t size = sizeof is_only;
  return copy &&
         ::getsockopt(copy.get(), IPPROTO_IPV6, IPV6_V6ONLY, &is_only, &size) ==
             0 &&
         is_only != 0;
}

std::string name_of(const socket_address& address, std::string_view protocol) {
  switch (address.what) {
    case socket_address::kind::path:
      return address.text;
    case socket_address::kind::abstract:
      return "unix:@" + address.text;
    case socket_address::kind::port:
      break;
  }
  return address.is_version_6
             ? fmt::format("{}:[{}]:{}", protocol, address.text, address.port)
             : fmt::format("{}:{}:{}", protocol, address.text, address.port);
}

}  // namespace parallel_testing::launcher
