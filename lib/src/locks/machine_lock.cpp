// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "locks/machine_lock.hpp"

#ifdef __linux__

#include <sys/socket.h>
#include <sys/un.h>

#include <cerrno>
#include <cstddef>
#include <cstring>

#include "base/format.hpp"
#include "base/os.hpp"

namespace parallel_testing {

namespace {

struct abstract_address {
  sockaddr_un address{};
  socklen_t size = 0;
};

abstract_address address_of(numbered_resource wanted) {
  abstract_address result;
  const std::string name =
      fmt::format("parallel-testing-{}-{}", wanted.kind, wanted.number);
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

[[noreturn]] void throw_cannot(const char* what, numbered_resource wanted,
                               const char* remedy) {
  const int reason = errno;
  os::throw_error(fmt::format("{} {}", what, wanted.kind),
                  std::to_string(wanted.number), reason, remedy);
}

}  // namespace

unique_fd try_machine_lock(numbered_resource wanted) {
  const abstract_address named = address_of(wanted);
  unique_fd lock(os::open_socket(AF_UNIX, SOCK_STREAM));
  if (!lock) {
    throw_cannot("cannot open a socket to lock", wanted,
                 "raise the limit of open files (ulimit -n)");
  }
  if (os::calls().bind(lock.get(), generic(named), named.size) != 0) {
    if (errno == EADDRINUSE) {
      return unique_fd();
    }
    throw_cannot("cannot lock", wanted,
                 "allow abstract Unix sockets in this environment");
  }
  // Waiting processes connect to this socket, and wake up when it is closed.
  if (os::calls().listen(lock.get(), SOMAXCONN) != 0) {
    throw_cannot("cannot lock", wanted,
                 "allow abstract Unix sockets in this environment");
  }
  return lock;
}

unique_fd connect_to_holder(numbered_resource wanted) {
  unique_fd holder(os::open_socket(AF_UNIX, SOCK_STREAM));
  const abstract_address named = address_of(wanted);
  if (holder && ::connect(holder.get(), generic(named), named.size) != 0) {
    holder.reset();
  }
  return holder;
}

int pid_of_holder(numbered_resource wanted) {
  const unique_fd holder = connect_to_holder(wanted);
  ucred peer{};
  socklen_t size = sizeof peer;
  if (!holder ||
      ::getsockopt(holder.get(), SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0) {
    return 0;
  }
  return peer.pid;
}

}  // namespace parallel_testing

#endif
