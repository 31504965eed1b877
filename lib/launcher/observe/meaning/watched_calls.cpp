// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "observe/meaning/watched_calls.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/syscall.h>

// Younger than some headers; the numbers are the same everywhere.
#ifndef SYS_openat2
#define SYS_openat2 437
#endif
#ifndef SYS_faccessat2
#define SYS_faccessat2 439
#endif
#ifndef SYS_pidfd_send_signal
#define SYS_pidfd_send_signal 424
#endif
#ifndef SYS_fchmodat2
#define SYS_fchmodat2 452
#endif

namespace parallel_testing::launcher {

namespace {

using observed::resource_kind;
using observed::use;
using argument_check = argument_test::kind;

constexpr auto follows = true;
constexpr auto keeps = false;

struct path_at {
  int directory;
  int path;
};

constexpr watched_call path_call(long number, path_at from, use how,
                                 bool link = follows, int flags = -1,
                                 argument_test when = {}) {
  watched_call result{number, call_form::path, when};
  result.directory = from.directory;
  result.path = from.path;
  result.how = how;
  result.follows = link;
  result.flags = flags;
  return result;
}

constexpr watched_call directory_call(long number, path_at from, use how) {
  watched_call result = path_call(number, from, how, keeps);
  result.kind = resource_kind::directory;
  return result;
}

constexpr watched_call of_form(call_form form, watched_call result) {
  result.form = form;
  return result;
}

constexpr watched_call two_paths(call_form form, long number, path_at first,
                                 path_at second, use how, int flags = -1) {
  watched_call result = path_call(number, first, how, keeps, flags);
  result.form = form;
  result.second_directory = second.directory;
  result.second_path = second.path;
  return result;
}

constexpr watched_call plain(long number, call_form form,
                             argument_test when = {}) {
  return {number, form, when};
}

constexpr watched_call keyed(long number, resource_kind kind) {
  watched_call result{number, call_form::key, {argument_check::not_zero, 0, 0}};
  result.kind = kind;
  return result;
}

/// 0 is IPC_RMID.
constexpr watched_call key_removal(long number, unsigned command,
                                   resource_kind kind) {
  watched_call result{
      number, call_form::key_removal, {argument_check::zero, command}};
  result.kind = kind;
  return result;
}

const std::vector<watched_call>& all_calls() {
  static const std::vector<watched_call> calls = {
      of_form(call_form::open,
              path_call(SYS_openat, {0, 1}, use::read, follows, 2)),
      // fstat() is this call on a descriptor.
      of_form(call_form::access,
              path_call(SYS_newfstatat, {0, 1}, use::probe, follows, 3,
                        {argument_check::without, 3, AT_EMPTY_PATH})),
      path_call(SYS_unlinkat, {0, 1}, use::remove, keeps),
#ifdef SYS_open
      of_form(call_form::open,
              path_call(SYS_open, {-1, 0}, use::read, follows, 1)),
      path_call(SYS_creat, {-1, 0}, use::create),
      of_form(call_form::access, path_call(SYS_stat, {-1, 0}, use::probe)),
      of_form(call_form::access,
              path_call(SYS_lstat, {-1, 0}, use::probe, keeps)),
      of_form(call_form::access, path_call(SYS_access, {-1, 0}, use::probe)),
      of_form(call_form::access,
              path_call(SYS_readlink, {-1, 0}, use::probe, keeps)),
      path_call(SYS_unlink, {-1, 0}, use::remove, keeps),
      directory_call(SYS_rmdir, {-1, 0}, use::remove),
      directory_call(SYS_mkdir, {-1, 0}, use::create),
      two_paths(call_form::two_paths, SYS_rename, {-1, 0}, {-1, 1},
                use::rename_target),
      two_paths(call_form::link, SYS_link, {-1, 0}, {-1, 1},
                use::create_exclusive),
      two_paths(call_form::symlink, SYS_symlink, {-1, 0}, {-1, 1},
                use::create_exclusive),
      path_call(SYS_mknod, {-1, 0}, use::create_exclusive, keeps),
      path_call(SYS_chmod, {-1, 0}, use::change),
      path_call(SYS_chown, {-1, 0}, use::change),
      path_call(SYS_lchown, {-1, 0}, use::change, keeps),
      path_call(SYS_utime, {-1, 0}, use::change),
      path_call(SYS_utimes, {-1, 0}, use::change),
      path_call(SYS_futimesat, {0, 1}, use::change, follows, -1,
                {argument_check::not_zero, 1, 0}),
      plain(SYS_getdents, call_form::list),
#endif
      of_form(call_form::access,
              path_call(SYS_statx, {0, 1}, use::probe, follows, 2,
                        {argument_check::without, 2, AT_EMPTY_PATH})),
      of_form(call_form::access, path_call(SYS_faccessat, {0, 1}, use::probe)),
      of_form(call_form::access,
              path_call(SYS_faccessat2, {0, 1}, use::probe, follows, 3,
                        {argument_check::without, 3, AT_EMPTY_PATH})),
      of_form(call_form::access,
              path_call(SYS_readlinkat, {0, 1}, use::probe, keeps)),
      of_form(call_form::openat2, path_call(SYS_openat2, {0, 1}, use::read)),
      plain(SYS_getdents64, call_form::list),
      directory_call(SYS_mkdirat, {0, 1}, use::create),
#ifdef SYS_renameat
      two_paths(call_form::two_paths, SYS_renameat, {0, 1}, {2, 3},
                use::rename_target),
#endif
      two_paths(call_form::two_paths, SYS_renameat2, {0, 1}, {2, 3},
                use::rename_target, 4),
      two_paths(call_form::link, SYS_linkat, {0, 1}, {2, 3},
                use::create_exclusive),
      two_paths(call_form::symlink, SYS_symlinkat, {-1, 0}, {1, 2},
                use::create_exclusive),
      path_call(SYS_mknodat, {0, 1}, use::create_exclusive, keeps),
      path_call(SYS_truncate, {-1, 0}, use::write),
      path_call(SYS_fchmodat, {0, 1}, use::change),
      path_call(SYS_fchmodat2, {0, 1}, use::change, follows, 3,
                {argument_check::without, 3, AT_EMPTY_PATH}),
      path_call(SYS_fchownat, {0, 1}, use::change, follows, 4,
                {argument_check::without, 4, AT_EMPTY_PATH}),
      // futimens() is this call without a path.
      path_call(SYS_utimensat, {0, 1}, use::change, follows, 3,
                {argument_check::not_zero, 1, 0}),
      path_call(SYS_setxattr, {-1, 0}, use::change),
      path_call(SYS_lsetxattr, {-1, 0}, use::change, keeps),
      path_call(SYS_removexattr, {-1, 0}, use::change),
      path_call(SYS_lremovexattr, {-1, 0}, use::change, keeps),
      plain(SYS_fchmod, call_form::change_descriptor),
      plain(SYS_fchown, call_form::change_descriptor),
      plain(SYS_fsetxattr, call_form::change_descriptor),
      plain(SYS_fremovexattr, call_form::change_descriptor),
      path_call(SYS_inotify_add_watch, {-1, 1}, use::list),
      of_form(call_form::exec, path_call(SYS_execve, {-1, 0}, use::exec)),
      of_form(call_form::exec,
              path_call(SYS_execveat, {0, 1}, use::exec, follows, 4)),
      of_form(call_form::move, path_call(SYS_chdir, {-1, 0}, use::probe)),
      plain(SYS_fchdir, call_form::move),
      plain(SYS_chroot, call_form::space),
      plain(SYS_pivot_root, call_form::space),
      plain(SYS_mount, call_form::space),
      plain(SYS_umount2, call_form::space),
      plain(SYS_unshare, call_form::space),
      plain(SYS_setns, call_form::space),
      plain(SYS_bind, call_form::bind),
      plain(SYS_connect, call_form::connect),
      plain(SYS_listen, call_form::listen),
      plain(SYS_sendto, call_form::send_to, {argument_check::not_zero, 4, 0}),
      plain(SYS_sendmsg, call_form::send_message,
            {argument_check::without, 2, unwatched_send}),
      plain(SYS_sendmmsg, call_form::send_messages),
      // 0 is IPC_PRIVATE.
      keyed(SYS_shmget, resource_kind::shared_memory),
      keyed(SYS_semget, resource_kind::semaphores),
      keyed(SYS_msgget, resource_kind::message_queue),
      key_removal(SYS_shmctl, 1, resource_kind::shared_memory),
      key_removal(SYS_semctl, 2, resource_kind::semaphores),
      key_removal(SYS_msgctl, 1, resource_kind::message_queue),
      of_form(call_form::queue,
              path_call(SYS_mq_open, {-1, 0}, use::read, keeps, 1)),
      of_form(call_form::queue,
              path_call(SYS_mq_unlink, {-1, 0}, use::remove, keeps)),
      plain(SYS_flock, call_form::flock, {argument_check::without, 1, LOCK_UN}),
      plain(SYS_fcntl, call_form::record_lock,
            {argument_check::lock_command, 1, 0}),
      // Signal 0 is none.
      plain(SYS_kill, call_form::kill, {argument_check::not_zero, 1, 0}),
      plain(SYS_tkill, call_form::kill, {argument_check::not_zero, 1, 0}),
      plain(SYS_rt_sigqueueinfo, call_form::kill,
            {argument_check::not_zero, 1, 0}),
      plain(SYS_tgkill, call_form::kill_thread,
            {argument_check::not_zero, 2, 0}),
      plain(SYS_rt_tgsigqueueinfo, call_form::kill_thread,
            {argument_check::not_zero, 2, 0}),
      plain(SYS_pidfd_send_signal, call_form::kill_by_descriptor,
            {argument_check::not_zero, 1, 0}),
      plain(SYS_sethostname, call_form::machine),
      plain(SYS_setdomainname, call_form::machine),
      plain(SYS_clock_settime, call_form::machine),
      plain(SYS_settimeofday, call_form::machine),
      plain(socket_call_of_32_bits, call_form::socket_call),
      plain(SYS_io_uring_setup, call_form::refused),
      plain(SYS_io_uring_enter, call_form::refused),
      plain(SYS_io_uring_register, call_form::refused),
  };
  return calls;
}

}  // namespace

const std::vector<watched_call>& watched_calls() {
  return all_calls();
}

bool is_interesting(const system_call& call) noexcept {
  const watched_call* const known = find_watched(call.number);
  if (known == nullptr) {
    return false;
  }
  if (known->form == call_form::refused) {
    return false;
  }
  const std::uint64_t argument = call.arguments[known->when.index];
  switch (known->when.what) {
    case argument_test::kind::zero:
      return static_cast<std::uint32_t>(argument) == 0;
    case argument_test::kind::not_zero:
      return argument != 0;
    case argument_test::kind::without:
      return (argument & known->when.bits) == 0;
    case argument_test::kind::lock_command:
      return argument == F_SETLK || argument == F_SETLKW ||
             argument == F_OFD_SETLK || argument == F_OFD_SETLKW;
    case argument_test::kind::any:
      break;
  }
  return true;
}

bool is_refused(const system_call& call) noexcept {
  const watched_call* const known = find_watched(call.number);
  return known != nullptr && known->form == call_form::refused;
}

const watched_call* find_watched(long number) noexcept {
  constexpr std::size_t highest = 512;
  static const auto index = [] {
    std::array<const watched_call*, highest> result{};
    for (const watched_call& each : watched_calls()) {
      result.at(static_cast<std::size_t>(each.number)) = &each;
    }
    return result;
  }();
  if (number < 0 || number >= static_cast<long>(highest)) {
    return nullptr;
  }
  return index[static_cast<std::size_t>(number)];
}

}  // namespace parallel_testing::launcher
