// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "observe/names/ipc_names.hpp"

#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/vfs.h>

#include <cerrno>
#include <cstdlib>

#include "base/format.hpp"
#include "base/text.hpp"
#include "observe/names/paths.hpp"

namespace parallel_testing::launcher {

namespace {

using observed::resource_kind;
using observed::state;

constexpr std::string_view queue_prefix = "mqueue:/";
constexpr const char* queues = "/dev/mqueue";
/// MQUEUE_MAGIC of the kernel.
constexpr auto type_of_queues = 0x19800202;

/// Of a call that asks for a key without creating it.
state state_from(int id) noexcept {
  if (id >= 0) {
    return state::other;
  }
  return errno == ENOENT ? state::absent : state::other;
}

bool is_key(resource_kind kind) noexcept {
  return kind == resource_kind::shared_memory ||
         kind == resource_kind::semaphores ||
         kind == resource_kind::message_queue;
}

}  // namespace

std::string name_of_key(resource_kind kind, std::uint32_t key) {
  return fmt::format("{}:{:#x}", events::to_text(kind), key);
}

state state_of_key(resource_kind kind, std::uint32_t key) {
  const auto number = static_cast<key_t>(key);
  switch (kind) {
    case resource_kind::shared_memory:
      return state_from(::shmget(number, 0, 0));
    case resource_kind::semaphores:
      return state_from(::semget(number, 0, 0));
    case resource_kind::message_queue:
      return state_from(::msgget(number, 0));
    default:
      return state::unknown;
  }
}

std::optional<std::uint32_t> key_of(resource_kind kind, int id) {
  key_t found = IPC_PRIVATE;
  if (kind == resource_kind::shared_memory) {
    shmid_ds status{};
    found = ::shmctl(id, IPC_STAT, &status) == 0 ? status.shm_perm.__key
                                                 : IPC_PRIVATE;
  } else if (kind == resource_kind::message_queue) {
    msqid_ds status{};
    found = ::msgctl(id, IPC_STAT, &status) == 0 ? status.msg_perm.__key
                                                 : IPC_PRIVATE;
  } else if (kind == resource_kind::semaphores) {
    semid_ds status{};
    union {
      int value;
      semid_ds* status;
    } argument{};
    argument.status = &status;
    found = ::semctl(id, 0, IPC_STAT, argument) == 0 ? status.sem_perm.__key
                                                     : IPC_PRIVATE;
  }
  if (found == IPC_PRIVATE) {
    return std::nullopt;
  }
  return static_cast<std::uint32_t>(found);
}

std::string name_of_queue(std::string_view name) {
  return std::string(queue_prefix).append(name);
}

state state_of_queue(std::string_view name) {
  struct statfs mounted {};
  if (::statfs(queues, &mounted) != 0 || mounted.f_type != type_of_queues) {
    return state::unknown;
  }
  const std::string path = std::string(queues) + "/" + std::string(name);
  return state_now(path.c_str()) == state::absent ? state::absent
                                                  : state::other;
}

state state_of_ipc_name(const observed::resource& what) {
  const std::string_view name = what.canonical;
  if (starts_with(name, queue_prefix)) {
    return state_of_queue(name.substr(queue_prefix.size()));
  }
  const std::size_t colon = name.find(':');
  if (!is_key(what.kind) || colon == std::string_view::npos) {
    return state::unknown;
  }
  constexpr int any_base = 0;
  return state_of_key(
      what.kind, static_cast<std::uint32_t>(std::strtoul(
                     what.canonical.c_str() + colon + 1, nullptr, any_base)));
}

}  // namespace parallel_testing::launcher
