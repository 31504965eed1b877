// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Starts a program with exactly the environment it is given, so that nothing
// of the test around it reaches it, and talks to it by lines.
#pragma once

#include <signal.h>
#include <sys/types.h>

#include <cstdio>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "support/line_pipe.hpp"

namespace parallel_testing::unit {

using environment = std::map<std::string, std::string>;

/// How a test ends whose program calls exit() in the middle of it with `code`,
/// which is not 0. What runs at the end learns the code from the GNU C library
/// alone, and with another one has to fail the test itself.
constexpr int end_by_exit([[maybe_unused]] int code) {
#ifdef __GLIBC__
  return code;
#else
  return -SIGABRT;
#endif
}

/// Ended by force in the destructor when it still runs.
class child_process {
 public:
  child_process(const std::vector<std::string>& command,
                const environment& variables);
  child_process(child_process&& other) noexcept;
  child_process& operator=(child_process&&) = delete;
  ~child_process();

  pid_t pid() const { return pid_; }

  void send(const std::string& line) { input_.send(line); }
  std::string receive() { return output_.receive(); }
  std::string ask(const std::string& line) {
    send(line);
    return receive();
  }

  /// Whether there is something to receive, or nothing will come any more.
  bool has_answered() const;

  /// Closes its input and waits. The exit code, or minus the signal's number.
  int finish();
  int wait();

  /// SIGKILL, and waits until it is dead.
  void kill();

  /// What it wrote to stderr so far.
  std::string errors() const;

 private:
  line_pipe input_;
  line_pipe output_;
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> errors_;
  pid_t pid_ = -1;
};

/// The exit code, or minus the number of the signal that ended it.
int wait_for(pid_t pid);

}  // namespace parallel_testing::unit
