// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_SRC_PORT_LOCK_HPP
#define PARALLEL_TESTING_SRC_PORT_LOCK_HPP

#include <cstdint>
#include <string>

#include "base/unique_fd.hpp"
#include "state/private_directory.hpp"

// The machine-wide lock on a port number. On Linux it is a listening socket
// in the abstract name space (unix(7)): known to all users, confined to the
// network name space like the port itself, gone with its owner. Elsewhere it
// is a lock file, which only knows this user's processes.
namespace parallel_testing {

/// Empty when somebody else holds the lock. Throws error.
unique_fd try_port_lock(const private_directory& locks, std::uint16_t port);

/// Waits until the holder of the moment lets go or dies; the lock may be
/// taken by another one then.
void wait_for_port_holder(const private_directory& locks, std::uint16_t port);

/// "pid 123" of the holder, "" when there is none or it is unknown.
std::string port_lock_holder(std::uint16_t port);

/// Notes that a group of processes has the port: that outlives the lock, which
/// goes with the process that took it. Only this user's processes look at it.
void sign_port(const private_directory& locks, std::uint16_t port,
               const std::string& group);

/// The last group that signed, "" when none did.
std::string group_of_port(const private_directory& locks, std::uint16_t port);

/// Whether a socket can be bound to the port on all addresses, TCP and UDP,
/// IPv4 and IPv6, at this moment. SO_REUSEPORT and SO_REUSEADDR are not set:
/// with them the kernel lets a second server in.
bool is_port_free(std::uint16_t port);

/// Whether nobody listens on the port, so that a server which sets
/// SO_REUSEADDR can: connections of a former server that only wait for their
/// end do not count.
bool nobody_listens(std::uint16_t port);

}  // namespace parallel_testing

#endif
