// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstring>
#include <parallel_testing/port.hpp>
#include <set>
#include <string>
#include <vector>

#include "note.hpp"

namespace pt = parallel_testing;

namespace {

bool can_bind(std::uint16_t port, pt::protocol kind) {
  const int type = kind == pt::protocol::tcp ? SOCK_STREAM : SOCK_DGRAM;
  const int socket = ::socket(AF_INET, type, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  bool bound = ::bind(socket, reinterpret_cast<sockaddr*>(&address),
                      sizeof address) == 0;
  if (bound && kind == pt::protocol::tcp) bound = ::listen(socket, 1) == 0;
  ::close(socket);
  return bound;
}

}  // namespace

TEST(Ports, CanBeBoundAtOnce) {
  const pt::reserved_port tcp = pt::reserve_port();
  EXPECT_TRUE(can_bind(tcp.number(), pt::protocol::tcp));
  const pt::reserved_port udp = pt::reserve_port(pt::protocol::udp);
  EXPECT_TRUE(can_bind(udp.number(), pt::protocol::udp));
}

class ManyPorts : public testing::TestWithParam<int> {};
TEST_P(ManyPorts, AreNobodyElses) {
  std::vector<pt::reserved_port> held;
  std::set<std::uint16_t> numbers;
  for (int call = 0; call < 200; ++call) {
    held.push_back(pt::reserve_port());
    const std::uint16_t number = held.back().number();
    numbers.insert(number);
    {
      const e2e::section alone("port." + std::to_string(number));
      ASSERT_TRUE(can_bind(number, pt::protocol::tcp)) << number;
    }
    if (call % 2 == 0) held.erase(held.begin());
  }
  EXPECT_GT(numbers.size(), 100u);
}
INSTANTIATE_TEST_SUITE_P(Of, ManyPorts, testing::Range(0, 8));

TEST(Ports, SeveralAtOnceAreDistinct) {
  const std::vector<pt::reserved_port> held = pt::reserve_ports(20);
  std::set<std::uint16_t> numbers;
  for (const pt::reserved_port& port : held) numbers.insert(port.number());
  EXPECT_EQ(numbers.size(), 20u);
}

TEST(Ports, AcceptOnBothFamilies) {
  const pt::listening_socket four = pt::listen_on_free_port();
  EXPECT_GE(four.fd(), 0);
  EXPECT_FALSE(can_bind(four.port(), pt::protocol::tcp));
  if (::access("/proc/net/if_inet6", R_OK) != 0) return;
  const pt::listening_socket six =
      pt::listen_on_free_port(pt::protocol::tcp, pt::ip::v6);
  EXPECT_GE(six.fd(), 0);
}

TEST(PortHolder, Dies) {
  const pt::reserved_port port = pt::reserve_port();
  e2e::note("port", std::to_string(port.number()));
  ::raise(SIGKILL);
}

TEST(PortHolder, Reclaims) {
  const pt::reserved_port port = pt::reserve_port();
  e2e::note("port", std::to_string(port.number()));
}
