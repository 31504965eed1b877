// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <random>
#include <stdexcept>
#include <string>

#include "actions.hpp"

namespace parallel_testing::seeds {

namespace {

/// Of any family.
struct address {
  sockaddr_storage bytes{};
  socklen_t size = 0;

  [[nodiscard]] const sockaddr* get() const {
    return reinterpret_cast<const sockaddr*>(&bytes);
  }
  [[nodiscard]] int family() const { return bytes.ss_family; }
};

/// `<address> <port>`
address internet(const words& given) {
  const auto port = static_cast<in_port_t>(std::stoi(given.at(1)));
  address result;
  const bool is_v6 = given.at(0).find(':') != std::string::npos;
  void* number = nullptr;
  if (is_v6) {
    auto* const v6 = reinterpret_cast<sockaddr_in6*>(&result.bytes);
    v6->sin6_family = AF_INET6;
    v6->sin6_port = htons(port);
    number = &v6->sin6_addr;
    result.size = sizeof *v6;
  } else {
    auto* const v4 = reinterpret_cast<sockaddr_in*>(&result.bytes);
    v4->sin_family = AF_INET;
    v4->sin_port = htons(port);
    number = &v4->sin_addr;
    result.size = sizeof *v4;
  }
  if (::inet_pton(result.family(), given.at(0).c_str(), number) != 1) {
    throw std::runtime_error("no address " + given.at(0));
  }
  return result;
}

/// A name that begins with @ is abstract.
address local(const std::string& name) {
  address result;
  auto* const path = reinterpret_cast<sockaddr_un*>(&result.bytes);
  path->sun_family = AF_UNIX;
  if (name.size() >= sizeof path->sun_path) {
    throw std::runtime_error("too long: " + name);
  }
  std::copy(name.begin(), name.end(), path->sun_path);
  const bool is_abstract = name.front() == '@';
  if (is_abstract) path->sun_path[0] = '\0';
  result.size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) +
                                       name.size() + (is_abstract ? 0 : 1));
  return result;
}

int socket_for(const address& where, int type) {
  return static_cast<int>(
      checked(::socket(where.family(), type | SOCK_CLOEXEC, 0), "socket"));
}

void set(int fd, int level, int option, int value) {
  checked(::setsockopt(fd, level, option, &value, sizeof value), "setsockopt");
}

/// Sockets stay open until the process ends.
void bind_to(const words& given, int type, int option) {
  const address where = internet(given);
  const int fd = socket_for(where, type);
  if (option != 0) set(fd, SOL_SOCKET, option, 1);
  if (where.family() == AF_INET6) {
    const bool is_only_v6 = given.size() > 2 && given[2] == "only_v6";
    set(fd, IPPROTO_IPV6, IPV6_V6ONLY, is_only_v6 ? 1 : 0);
  }
  checked(::bind(fd, where.get(), where.size), "bind to " + given.at(0));
  if (type == SOCK_STREAM) checked(::listen(fd, 1), "listen");
}

void tcp_listen(const words& given) {
  bind_to(given, SOCK_STREAM, SO_REUSEADDR);
}

void tcp_listen_shared(const words& given) {
  bind_to(given, SOCK_STREAM, SO_REUSEPORT);
}

void udp_bind(const words& given) {
  bind_to(given, SOCK_DGRAM, 0);
}

/// Nobody need be there.
void try_connect(const address& where) {
  const int fd = socket_for(where, SOCK_STREAM);
  static_cast<void>(::connect(fd, where.get(), where.size));
  ::close(fd);
}

void try_tcp_connect(const words& given) {
  try_connect(internet(given));
}

void try_udp_send(const words& given) {
  const address where = internet(given);
  const int fd = socket_for(where, SOCK_DGRAM);
  static_cast<void>(::sendto(fd, "x", 1, 0, where.get(), where.size));
  ::close(fd);
}

void local_listen(const words& given) {
  const address where = local(given.at(0));
  const int fd = socket_for(where, SOCK_STREAM);
  checked(::bind(fd, where.get(), where.size), "bind to " + given.at(0));
  checked(::listen(fd, 8), "listen");
}

void local_listen_pid(const words& given) {
  local_listen({given.at(0) + std::to_string(::getpid())});
}

void local_listen_random(const words& given) {
  std::random_device source;
  local_listen(
      {given.at(0) + std::to_string(source()) + std::to_string(source())});
}

void try_local_connect(const words& given) {
  try_connect(local(given.at(0)));
}

void serve(const address& where, const std::string& pid_file) {
  const int fd = socket_for(where, SOCK_STREAM);
  if (where.family() == AF_INET) set(fd, SOL_SOCKET, SO_REUSEADDR, 1);
  checked(::bind(fd, where.get(), where.size), "bind");
  checked(::listen(fd, 8), "listen");
  const pid_t server = ::fork();
  checked(server, "fork");
  if (server != 0) {
    std::FILE* const file = std::fopen(pid_file.c_str(), "w");
    if (file == nullptr) checked(-1, pid_file);
    std::fprintf(file, "%d\n", static_cast<int>(server));
    std::fclose(file);
    return;
  }
  ::setsid();
  for (const int standard : {0, 1, 2}) ::close(standard);
  // Ends at the latest when a fixture that forgot it would.
  ::alarm(120);
  for (;;) {
    const int client = ::accept(fd, nullptr, nullptr);
    if (client >= 0) ::close(client);
  }
}

/// A fixture: `<file for the process id> <address> <port>`
void start_server(const words& given) {
  serve(internet({given.at(1), given.at(2)}), given.at(0));
}

/// The same with `<file for the process id> <path>`.
void start_local_server(const words& given) {
  serve(local(given.at(1)), given.at(0));
}

}  // namespace

const actions& socket_actions() {
  static const actions all{
      {"local_listen", local_listen},
      {"local_listen_pid", local_listen_pid},
      {"local_listen_random", local_listen_random},
      {"start_local_server", start_local_server},
      {"start_server", start_server},
      {"tcp_listen", tcp_listen},
      {"tcp_listen_shared", tcp_listen_shared},
      {"try_local_connect", try_local_connect},
      {"try_tcp_connect", try_tcp_connect},
      {"try_udp_send", try_udp_send},
      {"udp_bind", udp_bind},
  };
  return all;
}

}  // namespace parallel_testing::seeds
