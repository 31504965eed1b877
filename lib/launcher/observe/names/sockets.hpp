// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <sys/socket.h>
#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// Addresses that a test binds and connects to.
namespace parallel_testing::launcher {

/// A port with its address, or the name of a Unix socket.
struct socket_address {
  enum class kind { port, path, abstract };
  kind what = kind::port;
  std::string text;  ///< address, path, or name without its leading zero byte
  bool is_version_6 = false;
  std::uint16_t port = 0;
};

/// Nothing for families that tests do not share. An IPv4 address in an IPv6
/// address becomes that IPv4 address. Pure.
std::optional<socket_address> parse_address(const sockaddr_storage& address,
                                            std::size_t size);

/// The protocol of the kernel's name for one of a socket, TCPv6 for example:
/// tcp, udp, "" for other kinds than ports. Pure.
std::string protocol_named(std::string_view kernel_name);

/// The same for a descriptor of a thread.
std::string protocol_of(pid_t thread, int fd);

/// "socket:[<inode>]", "" when the descriptor is not open.
std::string file_of(pid_t thread, int fd);

/// The address that a socket is bound to by now.
std::optional<socket_address> bound_address(pid_t process, int fd);

/// Whether a socket of IPv6 does not accept connections over IPv4. False where
/// this process may not ask.
bool accepts_only_version_6(pid_t process, int fd);

/// "tcp:127.0.0.1:80", "udp:[::1]:53", "unix:@name". Pure.
std::string name_of(const socket_address& address, std::string_view protocol);

}  // namespace parallel_testing::launcher
