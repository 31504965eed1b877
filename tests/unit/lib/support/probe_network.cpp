// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Servers on fixed ports, as programs under test have them.
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/unique_fd.hpp"
#include "support/probe_actions.hpp"

namespace parallel_testing::unit {

namespace {

sockaddr_in loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

/// Without SO_REUSEADDR, so that a connection that was closed counts.
unique_fd server_on(int port) {
  unique_fd server(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const sockaddr_in address = loopback(port);
  const auto* const generic = reinterpret_cast<const sockaddr*>(&address);
  const bool listens = ::bind(server.get(), generic, sizeof address) == 0 &&
                       ::listen(server.get(), 5) == 0;
  if (!listens) server.reset();
  return server;
}

/// listen_on <port>
std::string listen_on(session&, const words& given) {
  return server_on(number(given, 1)).release() >= 0 ? "listening" : "in use";
}

/// serve_once <port>: the server closes first, which leaves a connection in
/// TIME_WAIT.
std::string serve_once(session&, const words& given) {
  const unique_fd server = server_on(number(given, 1));
  if (!server) return "in use";
  const unique_fd client(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const sockaddr_in address = loopback(number(given, 1));
  const auto* const generic = reinterpret_cast<const sockaddr*>(&address);
  if (::connect(client.get(), generic, sizeof address) != 0) return "no one";
  unique_fd accepted(::accept(server.get(), nullptr, nullptr));
  accepted.reset();
  char rest = 0;
  return ::read(client.get(), &rest, 1) == 0 ? "served" : "not closed";
}

}  // namespace

actions network_actions() {
  return {{"listen_on", listen_on}, {"serve_once", serve_once}};
}

}  // namespace parallel_testing::unit
