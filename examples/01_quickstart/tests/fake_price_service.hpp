// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdint>
#include <parallel_testing/port.hpp>
#include <string>
#include <thread>

/// Answers questions with `price`, as slowly as the real service does. Any
/// number of them run at the same time: each has its own port.
class fake_price_service {
 public:
  explicit fake_price_service(int price, std::chrono::milliseconds delay =
                                             std::chrono::milliseconds(200))
      : thread_([this, price, delay] { serve(std::to_string(price), delay); }) {
  }

  ~fake_price_service() {
    shutdown(socket_.fd(), SHUT_RDWR);
    thread_.join();
  }

  fake_price_service(const fake_price_service&) = delete;
  fake_price_service& operator=(const fake_price_service&) = delete;

  std::uint16_t port() const { return socket_.port(); }

 private:
  void serve(const std::string& answer, std::chrono::milliseconds delay) {
    for (;;) {
      const int client = accept(socket_.fd(), nullptr, nullptr);
      if (client < 0) {
        return;
      }
      std::array<char, 64> question{};
      if (read(client, question.data(), question.size()) > 0) {
        std::this_thread::sleep_for(delay);
        static_cast<void>(write(client, answer.data(), answer.size()) > 0);
      }
      close(client);
    }
  }

  parallel_testing::listening_socket socket_ =
      parallel_testing::listen_on_free_port();
  std::thread thread_;
};
