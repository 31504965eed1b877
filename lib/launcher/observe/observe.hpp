// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace parallel_testing::launcher {

struct observation {
  std::string file;  ///< the record
  std::string test;  ///< its name in the record
  std::vector<std::string> command;
  /// `become` only becomes another program: it may share the memory of the
  /// watcher until then.
  bool becomes_program = false;
};

/// Runs `become` in a new process, watches it and everything that it starts,
/// and ends this process as that one ends: with its exit code or its signal.
/// `become` returns only when it fails, with an exit code. What the test leaves
/// running is watched on in the background. Inside of a process that is watched
/// already, `become` runs in this process, unwatched.
///
/// Prints what to allow, and ends with 3, where the system does not let
/// processes be watched or the record cannot be written.
[[noreturn]] void observe(const observation& asked,
                          const std::function<int()>& become);

}  // namespace parallel_testing::launcher
