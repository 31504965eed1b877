// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "observe/notifications.hpp"

#include <fcntl.h>
#include <linux/seccomp.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "observe/calls_of_32_bits.hpp"

#ifndef SECCOMP_IOCTL_NOTIF_SET_FLAGS
#define SECCOMP_IOCTL_NOTIF_SET_FLAGS SECCOMP_IOW(4, __u64)
#endif

namespace parallel_testing::launcher {

namespace {
/// SECCOMP_USER_NOTIF_FD_SYNC_WAKE_UP of Linux 6.6: the thread and the watcher
/// take turns on one processor.
constexpr unsigned long wakes_in_turn = 1;

union descriptor_message {
  cmsghdr header;
  std::array<char, CMSG_SPACE(sizeof(int))> bytes;
};
}  // namespace

notifications::notifications(unique_fd listener)
    : listener_(std::move(listener)) {
  // Older kernels refuse it, and are only slower.
  ::ioctl(listener_.get(), SECCOMP_IOCTL_NOTIF_SET_FLAGS, wakes_in_turn);
}

bool notifications::serve(interpreter& seeing) const {
  seccomp_notif asked{};
  if (::ioctl(listener_.get(), SECCOMP_IOCTL_NOTIF_RECV, &asked) != 0) {
    return false;
  }
  system_call call;
  call.thread = static_cast<pid_t>(asked.pid);
  call.number = asked.data.nr;
  for (std::size_t at = 0; at < call.arguments.size(); ++at) {
    call.arguments[at] = asked.data.args[at];
  }
  call = translated(asked.data.arch, call);
  seccomp_notif_resp answer{};
  answer.id = asked.id;
  if (is_refused(call)) {
    answer.error = -ENOSYS;
  } else {
    answer.flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE;
    // 0 is a thread of a namespace of process ids that this one cannot see.
    if (call.thread != 0 && is_interesting(call)) {
      seeing.see(call);
    }
  }
  ::ioctl(listener_.get(), SECCOMP_IOCTL_NOTIF_SEND, &answer);
  return true;
}

bool send_descriptor(int socket, int fd, int error_number) noexcept {
  descriptor_message control{};
  iovec data{&error_number, sizeof error_number};
  msghdr message{};
  message.msg_iov = &data;
  message.msg_iovlen = 1;
  if (fd >= 0) {
    message.msg_control = control.bytes.data();
    message.msg_controllen = control.bytes.size();
    control.header.cmsg_level = SOL_SOCKET;
    control.header.cmsg_type = SCM_RIGHTS;
    control.header.cmsg_len = CMSG_LEN(sizeof fd);
    std::memcpy(CMSG_DATA(&control.header), &fd, sizeof fd);
  }
  return ::sendmsg(socket, &message, MSG_NOSIGNAL | unwatched_send) > 0;
}

received_descriptor receive_descriptor(int socket) {
  received_descriptor result;
  descriptor_message control{};
  iovec data{&result.error_number, sizeof result.error_number};
  msghdr message{};
  message.msg_iov = &data;
  message.msg_iovlen = 1;
  message.msg_control = control.bytes.data();
  message.msg_controllen = control.bytes.size();
  ssize_t size = 0;
  do {
    size = ::recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
  } while (size < 0 && errno == EINTR);
  if (size != static_cast<ssize_t>(sizeof result.error_number)) {
    result.error_number = ECHILD;
    return result;
  }
  const cmsghdr* const header = CMSG_FIRSTHDR(&message);
  if (header != nullptr && header->cmsg_type == SCM_RIGHTS) {
    int fd = -1;
    std::memcpy(&fd, CMSG_DATA(header), sizeof fd);
    // Numbers 0 to 2 may be free when the launcher was started without them.
    constexpr int first_own = 3;
    if (fd < first_own) {
      const unique_fd low(fd);
      fd = ::fcntl(fd, F_DUPFD_CLOEXEC, first_own);
    }
    result.fd.reset(fd);
  }
  return result;
}

}  // namespace parallel_testing::launcher
