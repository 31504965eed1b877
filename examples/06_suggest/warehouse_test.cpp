// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A careless suite: its tests share a file of the working directory, a path in
// /tmp and a port. They pass one by one. At `ctest -j8`, some of them fail.
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <fstream>
#include <string>
#include <thread>

namespace {

// Stands for the code under test.
void work() {
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
}

std::string first_line(const std::string& path) {
  std::string line;
  std::getline(std::ifstream(path), line);
  return line;
}

void write_and_read(const std::string& path, const std::string& text) {
  std::ofstream(path) << text;
  work();
  EXPECT_EQ(first_line(path), text);
  std::remove(path.c_str());
}

TEST(Stock, CountsPens) {
  write_and_read("stock.txt", "pens 3");
}
TEST(Stock, CountsInk) {
  write_and_read("stock.txt", "ink 5");
}
TEST(Stock, KnowsPrices) {
  write_and_read("stock.txt", first_line("data/prices.csv"));
  EXPECT_EQ(first_line("data/prices.csv"), "pen,120");
}

TEST(Cache, KeepsPens) {
  write_and_read("/tmp/warehouse.cache", "pens");
}
TEST(Cache, KeepsInk) {
  write_and_read("/tmp/warehouse.cache", "ink");
}

class Server : public testing::Test {
 protected:
  Server() {
    const int on = 1;
    setsockopt(socket_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(18084);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const auto* const where = reinterpret_cast<const sockaddr*>(&address);
    listens_ =
        bind(socket_, where, sizeof address) == 0 && listen(socket_, 5) == 0;
  }
  ~Server() override { close(socket_); }

  int socket_ = socket(AF_INET, SOCK_STREAM, 0);
  bool listens_ = false;
};

TEST_F(Server, Starts) {
  work();
  EXPECT_TRUE(listens_);
}
TEST_F(Server, StartsAgain) {
  work();
  EXPECT_TRUE(listens_);
}

TEST(Price, OfTwoPensIsTwiceThatOfOne) {
  work();
  EXPECT_EQ(2 * 120, 240);
}

}  // namespace
