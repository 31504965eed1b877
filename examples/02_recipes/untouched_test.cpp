// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <fstream>
#include <string>

TEST(Report, IsWritten) {
  std::ofstream("report.txt") << "mine";
  std::string text;
  std::ifstream("report.txt") >> text;
  EXPECT_EQ(text, "mine");
}

TEST(Report, UsesThePrices) {
  std::string line;
  std::ifstream("data/prices.csv") >> line;
  EXPECT_EQ(line, "pen,7");
  std::ofstream("report.txt") << "others";
}

int bind_to_the_one_port() {
  const int fd = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(18080);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int result =
      bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address);
  usleep(100'000);
  close(fd);
  return result;
}

TEST(Server, Starts) {
  EXPECT_EQ(bind_to_the_one_port(), 0);
}
TEST(Server, StartsAgain) {
  EXPECT_EQ(bind_to_the_one_port(), 0);
}
