// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "base/unique_fd.hpp"
#include "observe/meaning/interpreter.hpp"

namespace parallel_testing::launcher {

/// The watcher's end of a filter that notifies: see seccomp_unotify(2).
class notifications {
 public:
  explicit notifications(unique_fd listener);

  /// Readable when a thread waits in a call, hung up when no process with the
  /// filter is left.
  [[nodiscard]] int fd() const noexcept { return listener_.get(); }
  void close() { listener_.reset(); }

  /// Waits for a call, looks at it and has the kernel carry it out. False when
  /// a signal came first, or the thread is gone.
  bool serve(interpreter& seeing) const;

 private:
  unique_fd listener_;
};

/// Sends a descriptor over a socket of this machine, or an error number in
/// place of one. The filter does not look at it.
bool send_descriptor(int socket, int fd, int error_number) noexcept;

struct received_descriptor {
  unique_fd fd;
  int error_number = 0;  ///< of the sender, also when it is gone
};
received_descriptor receive_descriptor(int socket);

}  // namespace parallel_testing::launcher
