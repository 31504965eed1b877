// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_PORT_HPP
#define PARALLEL_TESTING_PORT_HPP

#include <cstddef>
#include <cstdint>
#include <parallel_testing/same_layout.hpp>
#include <utility>
#include <vector>

/// Free ports that no other test gets while they are in use.
///
///     parallel_testing::reserved_port port = parallel_testing::reserve_port();
///     server.start("127.0.0.1", port.number());
///
///     parallel_testing::listening_socket socket =
///         parallel_testing::listen_on_free_port();     // no gap at all
///     server.start(socket.release());
///
/// Not promised: protection from programs that bind such a port without
/// asking. Reservations come from below the kernel's ephemeral range, so a
/// connect() or bind(0) of such a program never takes one.

namespace parallel_testing {

/// Of the socket that uses the port.
enum class protocol { tcp, udp };
/// The loopback address: 127.0.0.1 or ::1.
enum class ip { v4, v6 };

/// A port number reserved machine-wide until destruction or the death of the
/// process and of the children it forked without exec. At the time of the
/// call no socket was bound to it, by either protocol, on IPv4 or IPv6.
class [[nodiscard]] reserved_port {
 public:
  reserved_port(reserved_port&& other) noexcept;
  reserved_port& operator=(reserved_port&& other) noexcept;
  reserved_port(const reserved_port&) = delete;
  reserved_port& operator=(const reserved_port&) = delete;
  ~reserved_port();

  /// 1 to 65535.
  std::uint16_t number() const noexcept { return number_; }

 private:
  friend class port_reserver;
  reserved_port(int lock, std::uint16_t number, protocol kind) noexcept
      : lock_(lock), number_(number), kind_(kind) {}
  void reset() noexcept;

  int lock_;
  std::uint16_t number_;
  protocol kind_;
};

/// One free port. Throws error when the whole range is taken; the range is
/// PARALLEL_TESTING_PORT_RANGE ("20000-32767" by default, less what the
/// kernel uses for outgoing connections). Safe from any thread.
reserved_port reserve_port(protocol kind = protocol::tcp);

inline namespace PARALLEL_TESTING_CONTAINERS {

/// `count` different free ports, or none and an error.
inline std::vector<reserved_port> reserve_ports(std::size_t count,
                                                protocol kind = protocol::tcp) {
  std::vector<reserved_port> ports;
  ports.reserve(count);
  while (ports.size() < count) ports.push_back(reserve_port(kind));
  return ports;
}

}  // namespace PARALLEL_TESTING_CONTAINERS

/// A socket that is bound to a reserved port of the loopback interface and,
/// for TCP, already listening: connections queue until accept().
class [[nodiscard]] listening_socket {
 public:
  listening_socket(listening_socket&& other) noexcept;
  listening_socket& operator=(listening_socket&& other) noexcept;
  listening_socket(const listening_socket&) = delete;
  listening_socket& operator=(const listening_socket&) = delete;
  ~listening_socket();

  /// The file descriptor (close-on-exec), owned by this object; -1 after
  /// release().
  int fd() const noexcept { return fd_; }

  /// 1 to 65535.
  std::uint16_t port() const noexcept { return port_.number(); }

  /// Hands the descriptor to the caller, who closes it. The port stays
  /// reserved while this object lives.
  int release() noexcept;

 private:
  friend class port_reserver;
  listening_socket(int fd, reserved_port port) noexcept;

  int fd_;
  reserved_port port_;
};

/// Binds, and for TCP listens on, 127.0.0.1 or ::1. Throws error when no port
/// of the range is free or the address family is not available.
listening_socket listen_on_free_port(protocol kind = protocol::tcp,
                                     ip family = ip::v4);

}  // namespace parallel_testing

#endif
