// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The ctest that a run starts, and the processes that it leaves.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "base/programs.hpp"

namespace parallel_testing::tools {

/// A child in its own process group, which gets SIGTERM when this process dies
/// and ignores SIGINT: this process handles the ^C that the user types. ctest
/// itself restores SIGINT for its tests. Its stdout, and its stderr if asked
/// for, come through a pipe.
class child {
 public:
  enum class errors { passed_on, read };
  /// With none it is in its own session and reads nothing.
  enum class terminal { shared, none };

  /// Throws cli::failure when no process can be started.
  child(const program_start& program, errors where,
        terminal use = terminal::shared);
  child(const child&) = delete;
  child& operator=(const child&) = delete;
  /// Kills the group if the child was not waited for.
  ~child();

  [[nodiscard]] pid_t pid() const { return pid_; }
  /// Non-blocking; -1 after its end was read.
  [[nodiscard]] int output() const { return output_; }

  /// Appends what there is to read. False once there will be no more.
  bool read(std::string& into);

  void set_ended(int status);
  [[nodiscard]] bool has_ended() const { return ended_; }
  /// As waitpid() has it.
  [[nodiscard]] int status() const { return status_; }

  void signal_group(int number) const;

 private:
  pid_t pid_ = -1;
  int output_ = -1;
  int status_ = 0;
  bool ended_ = false;
};

/// From now on processes whose parent dies become children of this one.
void adopt_orphans();

/// Pids of all children of `pid`.
[[nodiscard]] std::vector<pid_t> children_of(pid_t pid);

/// From /proc; empty when the process is gone.
[[nodiscard]] std::vector<std::string> command_line_of(pid_t pid);
[[nodiscard]] bool is_zombie(pid_t pid);
[[nodiscard]] std::string program_of(pid_t pid);
/// A variable of the environment it was started with.
[[nodiscard]] std::string variable_of(pid_t pid, const std::string& name);

/// A reading end of the pipe that `pid` writes its stdout to; -1 when that is
/// no pipe.
[[nodiscard]] int open_stdout_of(pid_t pid);

/// Appends all there is to a non-blocking descriptor. False at its end.
bool read_available(int fd, std::string& into);

}  // namespace parallel_testing::tools
