// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <sys/types.h>

#include <array>
#include <cstdio>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace parallel_testing::support {

using variables = std::map<std::string, std::string>;

/// The environment of this process without what it was told as a test: a
/// program that is started with it does not know that it is inside one.
[[nodiscard]] variables clean_environment();

struct command {
  std::vector<std::string> arguments;
  variables environment = clean_environment();
  std::string directory = "/";  ///< "" for that of this process
};

/// Starts the program with these files as its standard ones; -1 stands for
/// /dev/null. Throws std::system_error.
[[nodiscard]] pid_t spawn(const command& started,
                          const std::array<int, 3>& standard_files);

/// Waits for the end of a child. Returns its status as waitpid(2) has it.
int status_of(pid_t child);

struct finished_process {
  int exit_code = 0;   ///< 128 + n after signal n, as in a shell
  std::string output;  ///< stdout and stderr
};

/// A running program; killed when the object goes away before wait().
class child_process {
 public:
  explicit child_process(const command& started);
  child_process(child_process&& other) noexcept;
  child_process& operator=(child_process&&) = delete;
  ~child_process();

  [[nodiscard]] finished_process wait();

  /// -1 after wait().
  [[nodiscard]] pid_t pid() const { return pid_; }

  /// Whether wait() would return at once.
  [[nodiscard]] bool has_ended() const;

  /// Sends it a signal.
  void signal(int number) const;

 private:
  pid_t pid_ = -1;
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> output_;
};

[[nodiscard]] finished_process run(const command& started);

}  // namespace parallel_testing::support
