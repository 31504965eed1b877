// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "locks/port_lock.hpp"

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>

#include "base/format.hpp"
#include "base/os.hpp"
#include "locks/machine_lock.hpp"
#include "locks/number_signatures.hpp"
#include "state/file_lock.hpp"

namespace parallel_testing {

namespace {

constexpr const char* port_signatures = "locks/ports";

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
numbered_resource machine_lock_of(std::uint16_t port) {
  return {"port", port};
}
#else
std::string file_of(std::uint16_t port) {
  return fmt::format("locks/port-{}", port);
}
#endif

}  // namespace

#ifdef __linux__

unique_fd try_port_lock(const private_directory&, std::uint16_t port) {
  return try_machine_lock(machine_lock_of(port));
}

void wait_for_port_holder(const private_directory&, std::uint16_t port) {
  const unique_fd holder = connect_to_holder(machine_lock_of(port));
  if (!holder) {
    // The holder has gone, or is between bind and listen: give it time.
    ::poll(nullptr, 0, 1);
    return;
  }
  os::wait_for_input(holder.get());
}

std::string port_lock_holder(std::uint16_t port) {
  const int pid = pid_of_holder(machine_lock_of(port));
  return pid == 0 ? "" : fmt::format("pid {}", pid);
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
  sign_number(locks, port_signatures, port, group);
}

std::string group_of_port(const private_directory& locks, std::uint16_t port) {
  return group_of_number(locks, port_signatures, port);
}

bool is_port_free(std::uint16_t port) {
  return can_bind_all(port, old_connections::count);
}

bool nobody_listens(std::uint16_t port) {
  return can_bind_all(port, old_connections::ignore);
}

}  // namespace parallel_testing
