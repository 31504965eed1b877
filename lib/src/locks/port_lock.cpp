// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "locks/port_lock.hpp"

#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstring>

#include "base/files.hpp"
#include "base/format.hpp"
#include "base/os.hpp"
#include "state/file_lock.hpp"

namespace parallel_testing {

namespace {

/// One entry for each port. Most entries are never written.
constexpr const char* port_signatures = "locks/ports";
constexpr std::size_t port_signature_length = 64;

off_t offset_of(std::uint16_t port) {
  return static_cast<off_t>(port) * static_cast<off_t>(port_signature_length);
}

enum class old_connections { count, ignore };

/// IPv4 and IPv6 addresses store the port at the same offset.
std::string port_of(const sockaddr* address) {
  const auto* const v4 = reinterpret_cast<const sockaddr_in*>(address);
  return fmt::format("{}", ntohs(v4->sin_port));
}

bool can_bind(const sockaddr* address, socklen_t size, int domain, int type,
              old_connections old) {
  const unique_fd probe(os::open_socket(domain, type));
  if (!probe && errno == EAFNOSUPPORT) {
    return true;
  }
  if (!probe) {
    os::throw_error("cannot open a socket to test port", port_of(address),
                    errno, "raise the limit of open files (ulimit -n)");
  }
  const int on = 1;
  if (old == old_connections::ignore && type == SOCK_STREAM) {
    ::setsockopt(probe.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  }
  if (domain == AF_INET6) {
    ::setsockopt(probe.get(), IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
  }
  if (os::calls().bind(probe.get(), address, size) != 0) {
    if (errno == EACCES && old == old_connections::count) {
      os::throw_error("cannot bind port", port_of(address), errno,
                      "set PARALLEL_TESTING_PORT_RANGE to ports from 1024 on");
    }
    return errno == EADDRNOTAVAIL || errno == EACCES;
  }
  return type != SOCK_STREAM || os::calls().listen(probe.get(), 1) == 0;
}

bool can_bind_all(std::uint16_t port, old_connections old) {
  sockaddr_in v4{};
  v4.sin_family = AF_INET;
  v4.sin_port = htons(port);
  sockaddr_in6 v6{};
  v6.sin6_family = AF_INET6;
  v6.sin6_port = htons(port);
  v6.sin6_addr = in6addr_any;
  const auto* const any_v4 = reinterpret_cast<const sockaddr*>(&v4);
  const auto* const any_v6 = reinterpret_cast<const sockaddr*>(&v6);
  for (const int type : {SOCK_STREAM, SOCK_DGRAM}) {
    if (!can_bind(any_v4, sizeof v4, AF_INET, type, old)) {
      return false;
    }
    if (!can_bind(any_v6, sizeof v6, AF_INET6, type, old)) {
      return false;
    }
  }
  return true;
}

#ifdef __linux__
struct abstract_address {
  sockaddr_un address{};
  socklen_t size = 0;
};

abstract_address address_of(std::uint16_t port) {
  abstract_address result;
  const std::string name = fmt::format("parallel-testing-port-{}", port);
  result.address.sun_family = AF_UNIX;
  // The first byte stays NUL, which makes the name abstract.
  std::memcpy(result.address.sun_path + 1, name.data(), name.size());
  result.size =
      static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + 1 + name.size());
  return result;
}

const sockaddr* generic(const abstract_address& named) {
  return reinterpret_cast<const sockaddr*>(&named.address);
}

unique_fd connect_to_holder(std::uint16_t port) {
  unique_fd holder(os::open_socket(AF_UNIX, SOCK_STREAM));
  const abstract_address named = address_of(port);
  if (holder && ::connect(holder.get(), generic(named), named.size) != 0) {
    holder.reset();
  }
  return holder;
}
#else
std::string file_of(std::uint16_t port) {
  return fmt::format("locks/port-{}", port);
}
#endif

}  // namespace

#ifdef __linux__

unique_fd try_port_lock(const private_directory&, std::uint16_t port) {
  const abstract_address named = address_of(port);
  unique_fd lock(os::open_socket(AF_UNIX, SOCK_STREAM));
  if (!lock) {
    os::throw_error("cannot open a socket to lock port",
                    fmt::format("{}", port), errno,
                    "raise the limit of open files (ulimit -n)");
  }
  if (os::calls().bind(lock.get(), generic(named), named.size) != 0) {
    if (errno == EADDRINUSE) {
      return unique_fd();
    }
    os::throw_error("cannot lock port", fmt::format("{}", port), errno,
                    "allow abstract Unix sockets in this environment");
  }
  // Waiting processes connect to this socket, and wake up when it is closed.
  if (os::calls().listen(lock.get(), SOMAXCONN) != 0) {
    os::throw_error("cannot lock port", fmt::format("{}", port), errno,
                    "allow abstract Unix sockets in this environment");
  }
  return lock;
}

void wait_for_port_holder(const private_directory&, std::uint16_t port) {
  const unique_fd holder = connect_to_holder(port);
  if (!holder) {
    // The holder has gone, or is between bind and listen: give it time.
    ::poll(nullptr, 0, 1);
    return;
  }
  os::wait_for_input(holder.get());
}

std::string port_lock_holder(std::uint16_t port) {
  const unique_fd holder = connect_to_holder(port);
  ucred peer{};
  socklen_t size = sizeof peer;
  if (!holder ||
      ::getsockopt(holder.get(), SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0) {
    return "";
  }
  return fmt::format("pid {}", peer.pid);
}

#else

unique_fd try_port_lock(const private_directory& locks, std::uint16_t port) {
  const std::string name = file_of(port);
  unique_fd lock = open_lock_file(locks, name);
  if (!try_lock(lock.get(), lock_mode::exclusive, locks.path + "/" + name)) {
    lock.reset();
  }
  return lock;
}

void wait_for_port_holder(const private_directory& locks, std::uint16_t port) {
  const std::string name = file_of(port);
  const unique_fd lock = open_lock_file(locks, name);
  wait_for_lock(lock.get(), lock_mode::shared, locks.path + "/" + name);
}

std::string port_lock_holder(std::uint16_t) {
  return "";
}

#endif

void sign_port(const private_directory& locks, std::uint16_t port,
               const std::string& group) {
  const unique_fd file = open_lock_file(locks, port_signatures);
  std::string text = group.substr(0, port_signature_length - 1);
  text.resize(port_signature_length, ' ');
  if (::pwrite(file.get(), text.data(), text.size(), offset_of(port)) ==
      static_cast<ssize_t>(text.size())) {
    return;
  }
  os::throw_error("cannot write", locks.path + "/" + port_signatures, errno,
                  "free some disk space");
}

std::string group_of_port(const private_directory& locks, std::uint16_t port) {
  const unique_fd file(os::open_at(locks.fd.get(), port_signatures, O_RDONLY));
  if (!file) {
    return "";
  }
  std::string group =
      read_part(file.get(), static_cast<std::size_t>(offset_of(port)),
                port_signature_length);
  group.resize(std::min(group.find(' '), group.size()));
  return group.empty() || group[0] == '\0' ? "" : group;
}

bool is_port_free(std::uint16_t port) {
  return can_bind_all(port, old_connections::count);
}

bool nobody_listens(std::uint16_t port) {
  return can_bind_all(port, old_connections::ignore);
}

}  // namespace parallel_testing
