// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>

#include "base/unique_fd.hpp"

// Locks that exist once for each machine: listening sockets with an abstract
// address (unix(7)). All users see them, they belong to a network namespace,
// and the kernel releases them when the owner dies. Only on Linux.
namespace parallel_testing {

/// A number of one kind of resource: port 8080.
struct numbered_resource {
  const char* kind;
  unsigned number;
};

/// The lock; empty when another process holds it. Throws error.
unique_fd try_machine_lock(numbered_resource wanted);

/// A connection to the process that holds the lock: input arrives when it
/// releases the lock or dies. Empty when no process holds it, or when the
/// process is about to.
unique_fd connect_to_holder(numbered_resource wanted);

/// The process id of the holder, 0 when there is none or it is unknown.
int pid_of_holder(numbered_resource wanted);

}  // namespace parallel_testing
