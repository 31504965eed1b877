// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "observed/schema.hpp"

// Names of System V resources and of POSIX message queues, in the IPC namespace
// of this process.
namespace parallel_testing::launcher {

/// "sysv_shm:0x1234". `kind` is shared_memory, semaphores or message_queue;
/// also in the functions below. Pure.
std::string name_of_key(observed::resource_kind kind, std::uint32_t key);

/// `other` if the key exists, else `absent`.
observed::state state_of_key(observed::resource_kind kind, std::uint32_t key);

/// The key of an id, as shmget(2) and similar calls return it. Nothing for a
/// private one, and if this process may not read it.
std::optional<std::uint32_t> key_of(observed::resource_kind kind, int id);

/// "mqueue:/name" for the name that mq_open(3) hands to the kernel. Pure.
std::string name_of_queue(std::string_view name);

/// `unknown` if /dev/mqueue is not mounted.
observed::state state_of_queue(std::string_view name);

/// What is now at a name of one of the two functions above; `unknown` for other
/// names.
observed::state state_of_ipc_name(const observed::resource& what);

}  // namespace parallel_testing::launcher
