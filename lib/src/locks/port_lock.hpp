// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstdint>
#include <string>

#include "base/unique_fd.hpp"
#include "state/private_directory.hpp"

// The machine-wide lock on a port number. On Linux it is a listening socket
// with an abstract address (unix(7)): visible to all users, limited to the
// network namespace like the port itself, and released when its owner dies.
// Elsewhere it is a lock file, which only processes of this user see.
namespace parallel_testing {

/// The lock; empty when another process holds it. Throws error.
unique_fd try_port_lock(const private_directory& locks, std::uint16_t port);

/// Waits until the current holder releases the lock or dies. By then another
/// process may have taken it.
void wait_for_port_holder(const private_directory& locks, std::uint16_t port);

/// The holder as "pid 123", "" when there is none or it is unknown.
std::string port_lock_holder(std::uint16_t port);

/// Records that a group of processes has the port. The record outlives the
/// lock, which is released when the process that took it ends. Only processes
/// of this user read it.
void sign_port(const private_directory& locks, std::uint16_t port,
               const std::string& group);

/// The last group that signed, "" when none has.
std::string group_of_port(const private_directory& locks, std::uint16_t port);

/// Whether a socket can be bound to the port on all addresses, TCP and UDP,
/// IPv4 and IPv6, now. SO_REUSEPORT and SO_REUSEADDR are not set, because with
/// them the kernel admits a second server.
bool is_port_free(std::uint16_t port);

/// Whether no process listens on the port, so that a server that sets
/// SO_REUSEADDR can: connections of a former server in TIME_WAIT do not count.
bool nobody_listens(std::uint16_t port);

}  // namespace parallel_testing
