// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// 45 tests that share a file of the working directory, a file in /tmp and a
// port. They pass one by one, and fail when two of them run at the same time.
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <string>
#include <thread>

namespace {

// Stands for the code under test.
void work() {
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
}

std::string text_of(const std::string& path) {
  std::string text;
  std::getline(std::ifstream(path), text);
  return text;
}

class Shop : public testing::TestWithParam<int> {
 protected:
  std::string order{"order " + std::to_string(GetParam())};
};

TEST_P(Shop, PrintsAReceipt) {
  std::ofstream("receipt.txt") << order;
  work();
  EXPECT_EQ(text_of("receipt.txt"), order);
}

TEST_P(Shop, CachesAnOrder) {
  std::ofstream("/tmp/shop_cache.txt") << order;
  work();
  EXPECT_EQ(text_of("/tmp/shop_cache.txt"), order);
}

TEST_P(Shop, ListensOnItsPort) {
  const int server = socket(AF_INET, SOCK_STREAM, 0);
  const int on = 1;
  setsockopt(server, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(18083);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  EXPECT_EQ(
      bind(server, reinterpret_cast<const sockaddr*>(&address), sizeof address),
      0);
  EXPECT_EQ(listen(server, 5), 0);
  work();
  close(server);
}

INSTANTIATE_TEST_SUITE_P(Orders, Shop, testing::Range(0, 15));

}  // namespace
