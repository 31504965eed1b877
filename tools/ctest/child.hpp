// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The ctest that a run starts, and the processes that ctest leaves behind.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "base/programs.hpp"

namespace parallel_testing::tools {

/// A child in its own process group. It gets SIGTERM when this process dies,
/// and ignores SIGINT, because this process handles the ^C of the user; ctest
/// itself restores SIGINT for its tests. A pipe carries its stdout, and its
/// stderr if requested.
class child {
 public:
  enum class errors { passed_on, read };
  /// With `none`, the child has its own session and reads nothing.
  enum class terminal { shared, none };

  /// Throws cli::failure if the process cannot be started.
  child(const program_start& program, errors where,
        terminal use = terminal::shared);
  child(const child&) = delete;
  child& operator=(const child&) = delete;
  /// Kills the process group if the child has not ended yet.
  ~child();

  [[nodiscard]] pid_t pid() const { return pid_; }
  /// A non-blocking descriptor; -1 after the end of the output was read.
  [[nodiscard]] int output() const { return output_; }

  /// Appends the available output. Returns false after the end of the output.
  bool read(std::string& into);

  void set_ended(int status);
  [[nodiscard]] bool has_ended() const { return ended_; }
  /// The status that waitpid() returned.
  [[nodiscard]] int status() const { return status_; }

  void signal_group(int number) const;

 private:
  pid_t pid_ = -1;
  int output_ = -1;
  int status_ = 0;
  bool ended_ = false;
};

/// Makes this process the parent of every descendant whose own parent dies.
void adopt_orphans();

/// The pids of all children of `pid`.
[[nodiscard]] std::vector<pid_t> children_of(pid_t pid);

/// Read from /proc; empty if the process is gone.
[[nodiscard]] std::vector<std::string> command_line_of(pid_t pid);
[[nodiscard]] bool is_zombie(pid_t pid);
[[nodiscard]] std::string program_of(pid_t pid);
/// A variable of the environment with which the process started.
[[nodiscard]] std::string variable_of(pid_t pid, const std::string& name);

/// Opens the reading end of the pipe to which `pid` writes its stdout. Returns
/// -1 if that is not a pipe.
[[nodiscard]] int open_stdout_of(pid_t pid);

/// Appends the available data of a non-blocking descriptor. Returns false at
/// its end.
bool read_available(int fd, std::string& into);

}  // namespace parallel_testing::tools
