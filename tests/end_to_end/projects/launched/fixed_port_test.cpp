// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <parallel_testing/gtest.hpp>

#include "note.hpp"

namespace {

class FixedPort : public testing::TestWithParam<int> {};

TEST_P(FixedPort, Answers) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(18097);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const auto* const generic = reinterpret_cast<const sockaddr*>(&address);
  const int on = 1;
  const int server = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  ::setsockopt(server, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  ASSERT_EQ(::bind(server, generic, sizeof address), 0);
  ASSERT_EQ(::listen(server, 5), 0);
  e2e::note("network", e2e::variable("PARALLEL_TESTING_ISOLATED"));
  e2e::take_time(20);
  const int client = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  ASSERT_EQ(::connect(client, generic, sizeof address), 0);
  const int accepted = ::accept(server, nullptr, nullptr);
  const int number = GetParam();
  ASSERT_EQ(::write(accepted, &number, sizeof number), 4);
  int received = -1;
  ASSERT_EQ(::read(client, &received, sizeof received), 4);
  EXPECT_EQ(received, number);
  for (const int fd : {accepted, client, server}) ::close(fd);
}
PARALLEL_TESTING_MARK(FixedPort, Answers, port(18097));

INSTANTIATE_TEST_SUITE_P(Some, FixedPort, testing::Range(0, 8));

}  // namespace
