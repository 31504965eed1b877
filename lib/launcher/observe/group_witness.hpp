// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <sys/types.h>

namespace parallel_testing::launcher {

/// Distinguishes signals to a process group from signals to this process, which
/// the kernel does not report. It is a process of the same group that blocks
/// all signals: the kernel keeps those that are sent to the group. Only needed
/// where this process leads its group and cannot leave it, as under a shell
/// with job control.
class group_witness {
 public:
  group_witness() = default;
  group_witness(const group_witness&) = delete;
  group_witness& operator=(const group_witness&) = delete;
  ~group_witness() { end(); }

  /// Without a process, saw() returns false.
  void start() noexcept;

  /// Whether the group got the signal since the last call.
  [[nodiscard]] bool saw(int signal);

  /// Also waits for its process.
  void end() noexcept;

  /// For a copy of this process by fork(2), which is not its parent.
  void forget() noexcept { pid_ = 0; }

 private:
  pid_t pid_ = 0;
};

}  // namespace parallel_testing::launcher
