// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Code under test that insists on its port, like much code does.
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <parallel_testing/gtest.hpp>
#include <stdexcept>
#include <thread>

namespace {

sockaddr_in fixed_address() {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(PORT);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

class greeting_server {
 public:
  greeting_server() : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    const int on = 1;
    ::setsockopt(socket_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    const sockaddr_in address = fixed_address();
    const auto* const generic = reinterpret_cast<const sockaddr*>(&address);
    if (::bind(socket_, generic, sizeof address) != 0 ||
        ::listen(socket_, 5) != 0) {
      throw std::runtime_error("the port is in use");
    }
  }
  ~greeting_server() { ::close(socket_); }

  void greet_one(char greeting) const {
    const int client = ::accept(socket_, nullptr, nullptr);
    if (::write(client, &greeting, 1) != 1) throw std::runtime_error("write");
    ::close(client);
  }

 private:
  int socket_;
};

char greeting_of_server() {
  const int client = ::socket(AF_INET, SOCK_STREAM, 0);
  const sockaddr_in address = fixed_address();
  char greeting = 0;
  if (::connect(client, reinterpret_cast<const sockaddr*>(&address),
                sizeof address) != 0 ||
      ::read(client, &greeting, 1) != 1) {
    greeting = '?';
  }
  ::close(client);
  return greeting;
}

class Server : public testing::TestWithParam<int> {};

TEST_P(Server, GreetsWhoComes) {
  const auto greeting = static_cast<char>('a' + GetParam() % 26);
  const greeting_server server;
  // Stands for the real work of the test.
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  std::thread service([&] { server.greet_one(greeting); });
  EXPECT_EQ(greeting_of_server(), greeting);
  service.join();
}

INSTANTIATE_TEST_SUITE_P(Forty, Server, testing::Range(0, 40));

#ifdef WITH_MARKER
PARALLEL_TESTING_MARK(Server, GreetsWhoComes, port(PORT));
#endif

}  // namespace
