// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstddef>
#include <cstdint>
#include <parallel_testing/same_layout.hpp>
#include <utility>
#include <vector>

/// Free ports that no other test gets until they are released.
///
///     parallel_testing::reserved_port port = parallel_testing::reserve_port();
///     server.start("127.0.0.1", port.number());
///
///     parallel_testing::listening_socket socket =
///         parallel_testing::listen_on_free_port();     // already bound
///     server.start(socket.release());
///
/// Not promised: protection from programs that bind a reserved port without
/// reserving it. Reserved ports are outside the kernel's ephemeral range
/// (ip(7)), so connect() or bind(0) in such a program never takes one.

namespace parallel_testing {

/// The protocol of the socket that uses the port.
enum class protocol { tcp, udp };
/// The loopback address of a socket: 127.0.0.1 or ::1.
enum class ip { v4, v6 };

/// A port number, reserved on this machine until this object is destroyed, or
/// until the process and all forked children that have not executed another
/// program are dead. When it was reserved, no socket was bound to it, by either
/// protocol, on IPv4 or IPv6. Only one thread at a time may use an object.
class [[nodiscard]] reserved_port {
 public:
  reserved_port(reserved_port&& other) noexcept;
  reserved_port& operator=(reserved_port&& other) noexcept;
  reserved_port(const reserved_port&) = delete;
  reserved_port& operator=(const reserved_port&) = delete;
  ~reserved_port();

  /// 1 to 65535.
  [[nodiscard]] std::uint16_t number() const noexcept { return number_; }

 private:
  friend class port_reserver;
  reserved_port(int lock, std::uint16_t number, protocol kind) noexcept
      : lock_(lock), number_(number), kind_(kind) {}
  void reset() noexcept;

  int lock_;
  std::uint16_t number_;
  protocol kind_;
};

/// Reserves a free port of the range PARALLEL_TESTING_PORT_RANGE, by default
/// 20000-32767 without the ports that the kernel uses for outgoing connections
/// and those in ip_local_reserved_ports. Throws error when all of them are
/// taken, and when the process has no file descriptor left. Does not wait. Safe
/// in every thread.
reserved_port reserve_port(protocol kind = protocol::tcp);

inline namespace PARALLEL_TESTING_CONTAINERS {

/// Reserves `count` different ports like reserve_port(). When it cannot reserve
/// one, it releases the others and throws error.
inline std::vector<reserved_port> reserve_ports(std::size_t count,
                                                protocol kind = protocol::tcp) {
  std::vector<reserved_port> ports;
  ports.reserve(count);
  while (ports.size() < count) {
    ports.push_back(reserve_port(kind));
  }
  return ports;
}

}  // namespace PARALLEL_TESTING_CONTAINERS

/// A socket that is bound to a reserved port of the loopback interface and, for
/// TCP, already listens: connections queue until accept(). Its destructor
/// closes the socket and releases the port. Only one thread at a time may use
/// an object.
class [[nodiscard]] listening_socket {
 public:
  listening_socket(listening_socket&& other) noexcept;
  listening_socket& operator=(listening_socket&& other) noexcept;
  listening_socket(const listening_socket&) = delete;
  listening_socket& operator=(const listening_socket&) = delete;
  ~listening_socket();

  /// The file descriptor, which this object owns and which is closed on exec;
  /// -1 after release().
  [[nodiscard]] int fd() const noexcept { return fd_; }

  /// 1 to 65535.
  [[nodiscard]] std::uint16_t port() const noexcept { return port_.number(); }

  /// Hands the descriptor over: the caller must close it. The port stays
  /// reserved while this object lives.
  int release() noexcept;

 private:
  friend class port_reserver;
  listening_socket(int fd, reserved_port port) noexcept;

  int fd_;
  reserved_port port_;
};

/// Reserves a port, binds a socket to it on 127.0.0.1 or ::1 and, for TCP,
/// listens. When another program takes the port in between, it tries another
/// one, up to a hundred times. Throws error like reserve_port(), and when the
/// machine does not have the address.
listening_socket listen_on_free_port(protocol kind = protocol::tcp,
                                     ip family = ip::v4);

}  // namespace parallel_testing
