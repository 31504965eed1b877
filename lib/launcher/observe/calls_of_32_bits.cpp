// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "observe/calls_of_32_bits.hpp"

#include <fcntl.h>
#include <linux/audit.h>
#include <sys/syscall.h>

#include <algorithm>

#include "observe/filter.hpp"

namespace parallel_testing::launcher {

namespace {

/// ipc(2) of 32-bit programs.
constexpr long ipc_number = 117;

/// See linux/ipc.h.
long call_of_ipc(std::uint64_t number) noexcept {
  switch (number & 0xffffU) {
    case 2:
      return SYS_semget;
    case 3:
      return SYS_semctl;
    case 13:
      return SYS_msgget;
    case 14:
      return SYS_msgctl;
    case 23:
      return SYS_shmget;
    case 24:
      return SYS_shmctl;
    default:
      return -1;
  }
}

/// The command of a lock; 32-bit programs have others for large files.
std::uint64_t lock_command_of(std::uint64_t command) noexcept {
  constexpr std::uint64_t set_lock = 13;
  constexpr std::uint64_t set_lock_and_wait = 14;
  if (command == set_lock) {
    return F_SETLK;
  }
  return command == set_lock_and_wait ? F_SETLKW : command;
}

/// IPC_64 in a command of shmctl(2) and similar calls asks for another
/// structure.
constexpr std::uint64_t newer_structure = 0x100;

void translate_arguments(system_call& call) noexcept {
  switch (call.number) {
    case SYS_fcntl:
      call.arguments[1] = lock_command_of(call.arguments[1]);
      break;
    case SYS_semctl:
      call.arguments[2] &= ~newer_structure;
      break;
    case SYS_shmctl:
    case SYS_msgctl:
      call.arguments[1] &= ~newer_structure;
      break;
    default:
      break;
  }
}

}  // namespace

std::uint32_t architecture_of_32_bits() noexcept {
#if defined(__x86_64__)
  return AUDIT_ARCH_I386;
#else
  return 0;
#endif
}

const std::vector<call_number>& calls_of_32_bits() {
#if defined(__x86_64__)
  // The numbers are those of arch/x86/entry/syscalls/syscall_32.tbl.
  static const std::vector<call_number> calls = {
      {5, SYS_open},
      {8, SYS_creat},
      {9, SYS_link},
      {10, SYS_unlink},
      {11, SYS_execve},
      {12, SYS_chdir},
      {14, SYS_mknod},
      {15, SYS_chmod},
      {16, SYS_lchown},
      {21, SYS_mount},
      {30, SYS_utime},
      {33, SYS_access},
      {37, SYS_kill},
      {38, SYS_rename},
      {39, SYS_mkdir},
      {40, SYS_rmdir},
      {52, SYS_umount2},
      {55, SYS_fcntl},
      {61, SYS_chroot},
      {74, SYS_sethostname},
      {79, SYS_settimeofday},
      {83, SYS_symlink},
      {85, SYS_readlink},
      {92, SYS_truncate},
      {94, SYS_fchmod},
      {102, socket_call_of_32_bits},
      {106, SYS_stat},
      {107, SYS_lstat},
      {121, SYS_setdomainname},
      {133, SYS_fchdir},
      {141, SYS_getdents},
      {143, SYS_flock},
      {182, SYS_chown},
      {193, SYS_truncate},
      {195, SYS_stat},
      {196, SYS_lstat},
      {198, SYS_lchown},
      {207, SYS_fchown},
      {212, SYS_chown},
      {217, SYS_pivot_root},
      {220, SYS_getdents64},
      {221, SYS_fcntl},
      {226, SYS_setxattr},
      {227, SYS_lsetxattr},
      {235, SYS_removexattr},
      {236, SYS_lremovexattr},
      {238, SYS_tkill},
      {264, SYS_clock_settime},
      {270, SYS_tgkill},
      {271, SYS_utimes},
      {277, SYS_mq_open},
      {278, SYS_mq_unlink},
      {292, SYS_inotify_add_watch},
      {295, SYS_openat},
      {296, SYS_mkdirat},
      {297, SYS_mknodat},
      {298, SYS_fchownat},
      {299, SYS_futimesat},
      {300, SYS_newfstatat},
      {301, SYS_unlinkat},
      {302, SYS_renameat},
      {303, SYS_linkat},
      {304, SYS_symlinkat},
      {305, SYS_readlinkat},
      {306, SYS_fchmodat},
      {307, SYS_faccessat},
      {310, SYS_unshare},
      {320, SYS_utimensat},
      {345, SYS_sendmmsg},
      {346, SYS_setns},
      {353, SYS_renameat2},
      {358, SYS_execveat},
      {361, SYS_bind},
      {362, SYS_connect},
      {363, SYS_listen},
      {369, SYS_sendto},
      {370, SYS_sendmsg},
      {383, SYS_statx},
      {393, SYS_semget},
      {394, SYS_semctl},
      {395, SYS_shmget},
      {396, SYS_shmctl},
      {399, SYS_msgget},
      {402, SYS_msgctl},
      {404, SYS_clock_settime},
      {412, SYS_utimensat},
      {425, SYS_io_uring_setup},
      {426, SYS_io_uring_enter},
      {427, SYS_io_uring_register},
  };
#else
  static const std::vector<call_number> calls;
#endif
  return calls;
}

system_call translated(std::uint32_t architecture, system_call call) noexcept {
  if (architecture == own_architecture()) {
    return call;
  }
  const long number = call.number;
  call.number = -1;
  if (architecture != architecture_of_32_bits()) {
    return call;
  }
  call.is_of_32_bits = true;
  if (number == ipc_number) {
    call.number = call_of_ipc(call.arguments[0]);
    std::copy(call.arguments.begin() + 1, call.arguments.end(),
              call.arguments.begin());
    translate_arguments(call);
    return call;
  }
  const std::vector<call_number>& known = calls_of_32_bits();
  const auto found = std::lower_bound(known.begin(), known.end(), number,
                                      [](const call_number& each, long wanted) {
                                        return each.number < wanted;
                                      });
  if (found != known.end() && found->number == number) {
    call.number = found->own;
    translate_arguments(call);
  }
  return call;
}

}  // namespace parallel_testing::launcher
