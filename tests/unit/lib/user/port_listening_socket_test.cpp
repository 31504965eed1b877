// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <fcntl.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <parallel_testing/port.hpp>

#include "base/unique_fd.hpp"

namespace parallel_testing {
namespace {

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

const sockaddr* generic(const sockaddr_in& address) {
  return reinterpret_cast<const sockaddr*>(&address);
}

int connected(std::uint16_t port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const sockaddr_in server = loopback(port);
  EXPECT_EQ(::connect(fd, generic(server), sizeof server), 0);
  return fd;
}

TEST(listening_socket, C50_accepts_connections_at_once) {
  const listening_socket server = listen_on_free_port();
  const unique_fd client(connected(server.port()));
  const unique_fd accepted(::accept(server.fd(), nullptr, nullptr));
  EXPECT_TRUE(accepted);
}

TEST(listening_socket, is_on_loopback_only_and_closed_on_exec) {
  const listening_socket server = listen_on_free_port();
  sockaddr_in bound{};
  socklen_t size = sizeof bound;
  ASSERT_EQ(
      ::getsockname(server.fd(), reinterpret_cast<sockaddr*>(&bound), &size),
      0);
  EXPECT_EQ(bound.sin_addr.s_addr, htonl(INADDR_LOOPBACK));
  EXPECT_EQ(bound.sin_port, htons(server.port()));
  EXPECT_NE(::fcntl(server.fd(), F_GETFD) & FD_CLOEXEC, 0);
}

TEST(listening_socket, C52_receives_udp) {
  const listening_socket server = listen_on_free_port(protocol::udp);
  const unique_fd client(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  const sockaddr_in address = loopback(server.port());
  ASSERT_EQ(::sendto(client.get(), "x", 1, 0, generic(address), sizeof address),
            1);
  char received = 0;
  EXPECT_EQ(::recv(server.fd(), &received, 1, 0), 1);
  EXPECT_EQ(received, 'x');
}

TEST(listening_socket, C52_listens_on_ipv6) {
  const unique_fd probe(::socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in6 address{};
  address.sin6_family = AF_INET6;
  address.sin6_addr = in6addr_loopback;
  if (!probe || ::bind(probe.get(), reinterpret_cast<sockaddr*>(&address),
                       sizeof address) != 0) {
    GTEST_SKIP() << "this machine has no ::1";
  }
  const listening_socket server = listen_on_free_port(protocol::tcp, ip::v6);
  address.sin6_port = htons(server.port());
  const unique_fd client(::socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0));
  EXPECT_EQ(::connect(client.get(), reinterpret_cast<sockaddr*>(&address),
                      sizeof address),
            0);
}

TEST(listening_socket, keeps_the_port_after_its_release) {
  listening_socket server = listen_on_free_port();
  const std::uint16_t port = server.port();
  const unique_fd mine(server.release());
  EXPECT_EQ(server.fd(), -1);
  EXPECT_EQ(server.port(), port);
  const unique_fd client(connected(port));
}

TEST(listening_socket, is_closed_with_its_last_owner) {
  listening_socket one = listen_on_free_port();
  const int fd = one.fd();
  {
    const listening_socket two = std::move(one);
    EXPECT_EQ(one.fd(), -1);
    EXPECT_EQ(two.fd(), fd);
  }
  EXPECT_EQ(::fcntl(fd, F_GETFD), -1);
}

}  // namespace
}  // namespace parallel_testing
