// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "observe/sockets.hpp"

#include <gtest/gtest.h>

namespace parallel_testing::launcher {
namespace {

TEST(protocol_named, comes_from_the_name_of_the_kernel) {
  EXPECT_EQ(protocol_named("TCPv6"), "tcp");
  EXPECT_EQ(protocol_named("UDP"), "udp");
  EXPECT_EQ(protocol_named("NETLINK"), "");
}

}  // namespace
}  // namespace parallel_testing::launcher
