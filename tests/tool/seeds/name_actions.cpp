// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Names that are not paths: those of shared memory, semaphores and queues.
#include <fcntl.h>
#include <mqueue.h>
#include <semaphore.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <unistd.h>

#include <string>

#include "actions.hpp"

namespace parallel_testing::seeds {

namespace {

/// `<number> <number>`: keys differ by the second one.
key_t key_of(const words& given) {
  return static_cast<key_t>(0x5eed0000 + std::stoi(given.at(0)) * 16 +
                            std::stoi(given.at(1)));
}

void use_memory(const words& given) {
  const long id =
      checked(::shmget(key_of(given), 4096, IPC_CREAT | 0600), "shmget");
  checked(::shmctl(static_cast<int>(id), IPC_RMID, nullptr), "shmctl");
}

/// Does not create it.
void try_find_memory(const words& given) {
  static_cast<void>(::shmget(key_of(given), 4096, 0600));
}

void use_semaphores(const words& given) {
  const long id =
      checked(::semget(key_of(given), 1, IPC_CREAT | 0600), "semget");
  checked(::semctl(static_cast<int>(id), 0, IPC_RMID), "semctl");
}

void use_messages(const words& given) {
  const long id = checked(::msgget(key_of(given), IPC_CREAT | 0600), "msgget");
  checked(::msgctl(static_cast<int>(id), IPC_RMID, nullptr), "msgctl");
}

void use_private_memory(const words& /*given*/) {
  const long id =
      checked(::shmget(IPC_PRIVATE, 4096, IPC_CREAT | 0600), "shmget");
  checked(::shmctl(static_cast<int>(id), IPC_RMID, nullptr), "shmctl");
}

void use_private_semaphores(const words& /*given*/) {
  const long id = checked(::semget(IPC_PRIVATE, 1, IPC_CREAT | 0600), "semget");
  checked(::semctl(static_cast<int>(id), 0, IPC_RMID), "semctl");
}

void use_named_memory(const words& given) {
  const int fd = ::shm_open(given.at(0).c_str(), O_RDWR | O_CREAT, 0600);
  checked(fd, given.at(0));
  checked(::ftruncate(fd, 64), "ftruncate");
  checked(::shm_unlink(given.at(0).c_str()), given.at(0));
}

void use_named_semaphore(const words& given) {
  if (::sem_open(given.at(0).c_str(), O_CREAT, 0600, 1) == SEM_FAILED) {
    checked(-1, given.at(0));
  }
  checked(::sem_unlink(given.at(0).c_str()), given.at(0));
}

/// A kernel may be built without them.
void use_named_queue(const words& given) {
  mq_attr size{};
  size.mq_maxmsg = 1;
  size.mq_msgsize = 8;
  const mqd_t queue =
      ::mq_open(given.at(0).c_str(), O_RDWR | O_CREAT, 0600, &size);
  checked(queue, given.at(0));
  checked(::mq_unlink(given.at(0).c_str()), given.at(0));
}

void use_nameless_memory(const words& given) {
  const int fd = ::memfd_create(given.at(0).c_str(), MFD_CLOEXEC);
  checked(fd, given.at(0));
  checked(::write(fd, "x", 1), "write");
}

}  // namespace

const actions& name_actions() {
  static const actions all{
      {"try_find_memory", try_find_memory},
      {"use_memory", use_memory},
      {"use_messages", use_messages},
      {"use_named_memory", use_named_memory},
      {"use_named_queue", use_named_queue},
      {"use_named_semaphore", use_named_semaphore},
      {"use_nameless_memory", use_nameless_memory},
      {"use_private_memory", use_private_memory},
      {"use_private_semaphores", use_private_semaphores},
      {"use_semaphores", use_semaphores},
  };
  return all;
}

}  // namespace parallel_testing::seeds
