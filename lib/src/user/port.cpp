// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <fcntl.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <parallel_testing/error.hpp>
#include <parallel_testing/port.hpp>
#include <random>
#include <set>
#include <utility>

#include "base/files.hpp"
#include "base/format.hpp"
#include "base/isolation.hpp"
#include "base/os.hpp"
#include "base/text.hpp"
#include "locks/port_lock.hpp"
#include "locks/test_group.hpp"
#include "process/process.hpp"
#include "user/port_range.hpp"
#include "user/port_reserver.hpp"

namespace parallel_testing {

namespace {

constexpr const char* ephemeral_file = "/proc/sys/net/ipv4/ip_local_port_range";
constexpr const char* reserved_file =
    "/proc/sys/net/ipv4/ip_local_reserved_ports";

/// Logs the event, except in a private network, whose ports no other test can
/// use.
template <class Event>
void record(std::uint16_t port, protocol kind) {
  if (is_isolated(private_view::network)) {
    return;
  }
  process::current().events().write(Event{{port, kind}});
}

port_interval range_of(const settings& config) {
  if (config.port_range_given) {
    return config.port_range;
  }
  return usable_ports(config.port_range, read_whole(ephemeral_file));
}

/// The ports that the launcher chose for this test in a private network, where
/// no lock protects them.
std::set<std::uint16_t> ports_of_test() {
  std::set<std::uint16_t> ports;
  for (int number = 1; is_isolated(private_view::network); ++number) {
    const std::string name = fmt::format("PARALLEL_TESTING_PORT_{}", number);
    const char* const value = ::getenv(name.c_str());
    const auto port = whole_number(value == nullptr ? "" : value, 65535);
    if (!port) {
      break;
    }
    ports.insert(static_cast<std::uint16_t>(*port));
  }
  return ports;
}

std::set<std::uint16_t> excluded_ports() {
  std::set<std::uint16_t> ports = reserved_by_system(read_whole(reserved_file));
  ports.merge(ports_of_test());
  return ports;
}

/// The ports to search. Read once per process, because they do not change while
/// tests run.
struct search {
  port_interval range = range_of(process::current().config());
  std::set<std::uint16_t> excluded = excluded_ports();
  unsigned size = static_cast<unsigned>(range.second - range.first) + 1U;

  static const search& shared() {
    static const auto* const result = new search;
    return *result;
  }
};

unique_fd bound_socket(std::uint16_t port, protocol kind, ip family) {
  const int domain = family == ip::v4 ? AF_INET : AF_INET6;
  const int type = kind == protocol::tcp ? SOCK_STREAM : SOCK_DGRAM;
  unique_fd fd(os::open_socket(domain, type));
  sockaddr_in v4{};
  v4.sin_family = AF_INET;
  v4.sin_port = htons(port);
  v4.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  sockaddr_in6 v6{};
  v6.sin6_family = AF_INET6;
  v6.sin6_port = htons(port);
  v6.sin6_addr = in6addr_loopback;
  const bool is_v4 = family == ip::v4;
  const auto* const address = is_v4 ? reinterpret_cast<const sockaddr*>(&v4)
                                    : reinterpret_cast<const sockaddr*>(&v6);
  const socklen_t size = is_v4 ? sizeof v4 : sizeof v6;
  const bool is_ready =
      fd && os::calls().bind(fd.get(), address, size) == 0 &&
      (kind == protocol::udp || os::calls().listen(fd.get(), SOMAXCONN) == 0);
  if (!is_ready) {
    fd.reset();
  }
  return fd;
}

}  // namespace

reserved_port port_reserver::reserve(protocol kind) {
  const search& where = search::shared();
  const private_directory& locks = process::current().state();
  const unsigned start = std::random_device()() % where.size;
  for (unsigned step = 0; step < where.size; ++step) {
    const auto port = static_cast<std::uint16_t>(where.range.first +
                                                 (start + step) % where.size);
    if (where.excluded.count(port) != 0) {
      continue;
    }
    unique_fd lock = try_port_lock(locks, port);
    if (!lock || !is_port_free(port)) {
      continue;
    }
    const std::string former = group_of_port(locks, port);
    if (!former.empty() && !is_gone(locks, former)) {
      continue;
    }
    const std::string& group = process::current().group();
    if (!group.empty()) {
      sign_port(locks, port, group);
    }
    record<events::port_acquire>(port, kind);
    return reserved_port(lock.release(), port, kind);
  }
  throw error(fmt::format(
      "no free port from {} to {}: all are reserved or in use; widen "
      "PARALLEL_TESTING_PORT_RANGE or run fewer tests at the same time",
      where.range.first, where.range.second));
}

listening_socket port_reserver::listen(protocol kind, ip family) {
  // Another program may take the port between the check and the bind: try other
  // ports.
  constexpr int attempts = 100;
  int reason = EADDRINUSE;
  for (int attempt = 0; attempt < attempts && reason == EADDRINUSE; ++attempt) {
    reserved_port port = reserve(kind);
    unique_fd fd = bound_socket(port.number(), kind, family);
    if (fd) {
      return listening_socket(fd.release(), std::move(port));
    }
    reason = errno;
  }
  os::throw_error("cannot listen on a free port of",
                  family == ip::v4 ? "127.0.0.1" : "::1", reason,
                  reason == EADDRINUSE
                      ? "find the program that immediately takes every port"
                      : "check that the loopback interface has this address");
}

void port_reserver::keep_for_program(int lock) noexcept {
  ::fcntl(lock, F_SETFD, 0);
  // Makes the kernel record this process as the listener, see unix(7),
  // SO_PEERCRED. Has no effect on a lock file, which is not a socket.
  ::listen(lock, SOMAXCONN);
}

void port_reserver::leave(reserved_port port) noexcept {
  ::close(std::exchange(port.lock_, -1));
}

reserved_port::reserved_port(reserved_port&& other) noexcept
    : lock_(std::exchange(other.lock_, -1)),
      number_(other.number_),
      kind_(other.kind_) {}

reserved_port& reserved_port::operator=(reserved_port&& other) noexcept {
  if (this == &other) {
    return *this;
  }
  reset();
  lock_ = std::exchange(other.lock_, -1);
  number_ = other.number_;
  kind_ = other.kind_;
  return *this;
}

reserved_port::~reserved_port() {
  reset();
}

void reserved_port::reset() noexcept {
  if (lock_ < 0) {
    return;
  }
  // Log the release before it happens. In the other order, the event of the
  // next holder could come first.
  record<events::port_release>(number_, kind_);
  ::close(std::exchange(lock_, -1));
}

reserved_port reserve_port(protocol kind) {
  return port_reserver::reserve(kind);
}

listening_socket::listening_socket(int fd, reserved_port port) noexcept
    : fd_(fd), port_(std::move(port)) {}

listening_socket::listening_socket(listening_socket&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)), port_(std::move(other.port_)) {}

listening_socket& listening_socket::operator=(
    listening_socket&& other) noexcept {
  if (this == &other) {
    return *this;
  }
  if (fd_ >= 0) {
    ::close(fd_);
  }
  fd_ = std::exchange(other.fd_, -1);
  port_ = std::move(other.port_);
  return *this;
}

listening_socket::~listening_socket() {
  if (fd_ >= 0) {
    ::close(fd_);
  }
}

int listening_socket::release() noexcept {
  return std::exchange(fd_, -1);
}

listening_socket listen_on_free_port(protocol kind, ip family) {
  return port_reserver::listen(kind, family);
}

}  // namespace parallel_testing
