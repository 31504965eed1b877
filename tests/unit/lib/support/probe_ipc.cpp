// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Shared memory and message queues, which have no place in the file system:
// only a name space of IPC keeps those of two tests apart.
#include "support/probe_actions.hpp"

#ifdef __linux__
#include <fcntl.h>
#include <mqueue.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#endif

namespace parallel_testing::unit {

#ifdef __linux__
namespace {

constexpr std::size_t segment_size = 4096;

const char* made_or_not(int id) {
  return id < 0 ? "failed" : "made";
}

const char* there_or_not(int id) {
  return id < 0 ? "none" : "there";
}

/// ipc_make memory|semaphore|queue|posix_queue <key>
std::string make(session&, const words& given) {
  constexpr int flags = IPC_CREAT | IPC_EXCL | 0600;
  const std::string kind = given.at(1);
  if (kind == "posix_queue") {
    const std::string name = "/" + given.at(2);
    return made_or_not(
        ::mq_open(name.c_str(), O_RDWR | O_CREAT | O_EXCL, 0600, nullptr));
  }
  const key_t key = number(given, 2);
  if (kind == "memory") return made_or_not(::shmget(key, segment_size, flags));
  if (kind == "semaphore") return made_or_not(::semget(key, 1, flags));
  return made_or_not(::msgget(key, flags));
}

/// ipc_find <kind> <key>
std::string find(session&, const words& given) {
  const std::string kind = given.at(1);
  if (kind == "posix_queue") {
    return there_or_not(::mq_open(("/" + given.at(2)).c_str(), O_RDONLY));
  }
  const key_t key = number(given, 2);
  if (kind == "memory") return there_or_not(::shmget(key, 0, 0));
  if (kind == "semaphore") return there_or_not(::semget(key, 0, 0));
  return there_or_not(::msgget(key, 0));
}

/// ipc_remove <kind> <key>
void remove_object(const words& given) {
  const std::string kind = given.at(1);
  if (kind == "posix_queue") {
    ::mq_unlink(("/" + given.at(2)).c_str());
    return;
  }
  const key_t key = number(given, 2);
  if (kind == "memory") ::shmctl(::shmget(key, 0, 0), IPC_RMID, nullptr);
  if (kind == "semaphore") ::semctl(::semget(key, 0, 0), 0, IPC_RMID);
  if (kind == "queue") ::msgctl(::msgget(key, 0), IPC_RMID, nullptr);
}

}  // namespace

actions ipc_actions() {
  return {
      {"ipc_make", make},
      {"ipc_find", find},
      {"ipc_remove", told(remove_object)},
  };
}
#else
actions ipc_actions() {
  return {};
}
#endif

}  // namespace parallel_testing::unit
