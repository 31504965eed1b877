// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <sys/types.h>

#include <array>
#include <cstdint>
#include <vector>

#include "observed/schema.hpp"

// The system calls that the watcher looks at, and what each means.
namespace parallel_testing::launcher {

/// One system call of a thread, before the kernel carries it out.
struct system_call {
  pid_t thread = 0;
  long number = -1;
  std::array<std::uint64_t, 6> arguments{};
  bool is_of_32_bits = false;  ///< structures in memory are those of 32 bits
};

/// How the arguments of a call are understood.
enum class call_form {
  refused,    ///< the program gets ENOSYS, because it hides what it touches
  open,       ///< a path and flags
  openat2,    ///< a path and a structure with flags
  path,       ///< one path and one use
  access,     ///< a path that is probed
  two_paths,  ///< the use is that of the second one; the first is removed
  link,       ///< the first path is read, the second made
  symlink,    ///< the first is a text, the second path is made
  list,       ///< a descriptor of a directory
  exec,
  move,   ///< changes where relative paths begin
  space,  ///< changes what names mean
  bind,
  connect,
  listen,
  send_to,
  send_message,
  send_messages,
  change_descriptor,  ///< attributes of an open file
  key,                ///< of System V
  key_removal,
  queue,
  flock,
  record_lock,
  kill,
  kill_thread,
  kill_by_descriptor,
  socket_call,  ///< one of several calls, by its first argument
  machine       ///< changes the host name or the clock
};

/// Which arguments make a call interesting.
struct argument_test {
  enum class kind { any, zero, not_zero, without, lock_command };
  kind what = kind::any;
  unsigned index = 0;
  std::uint32_t bits = 0;
};

struct watched_call {
  long number;
  call_form form;
  argument_test when{};
  /// Which argument is the descriptor of a directory, which the path; -1: none.
  int directory = -1;
  int path = -1;
  observed::use how = observed::use::probe;
  observed::resource_kind kind = observed::resource_kind::file;
  bool follows = true;  ///< a symbolic link at the end of the path
  int flags = -1;       ///< which argument has AT_ flags or open flags
  int second_directory = -1;
  int second_path = -1;
};

/// sendmsg(2) with this flag, which means nothing to the kernel, is not looked
/// at: the child passes its listener with it.
inline constexpr int unwatched_send = 0x1000000;

/// The number that this watcher gives to socketcall(2) of 32-bit programs. No
/// kernel uses it for another call.
inline constexpr long socket_call_of_32_bits = 511;

/// Each system call is there at most once.
const std::vector<watched_call>& watched_calls();

/// What the filter decides: whether the watcher is to see the call. Pure.
bool is_interesting(const system_call& call) noexcept;

/// Whether the call must fail with ENOSYS. Pure.
bool is_refused(const system_call& call) noexcept;

/// nullptr when the call is not watched.
const watched_call* find_watched(long number) noexcept;

}  // namespace parallel_testing::launcher
