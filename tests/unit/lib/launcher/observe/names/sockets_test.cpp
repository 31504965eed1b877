// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "observe/names/sockets.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>

#include <cstring>

namespace parallel_testing::launcher {
namespace {

TEST(protocol_named, comes_from_the_name_of_the_kernel) {
  EXPECT_EQ(protocol_named("TCPv6"), "tcp");
  EXPECT_EQ(protocol_named("UDP"), "udp");
  EXPECT_EQ(protocol_named("NETLINK"), "");
}

TEST(parse_address, an_ipv4_address_in_an_ipv6_address_is_that_of_ipv4) {
  sockaddr_in6 mapped{};
  mapped.sin6_family = AF_INET6;
  mapped.sin6_port = htons(80);
  ASSERT_EQ(::inet_pton(AF_INET6, "::ffff:127.0.0.2", &mapped.sin6_addr), 1);
  sockaddr_storage storage{};
  std::memcpy(&storage, &mapped, sizeof mapped);
  const auto found = parse_address(storage, sizeof mapped);
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(name_of(*found, "tcp"), "tcp:127.0.0.2:80");
}

}  // namespace
}  // namespace parallel_testing::launcher
