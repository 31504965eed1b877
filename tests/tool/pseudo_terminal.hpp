// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A program on a terminal of 80 columns and 24 rows.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "support/process.hpp"

namespace parallel_testing::tool_test {

class pseudo_terminal {
 public:
  explicit pseudo_terminal(const support::command& started);
  pseudo_terminal(const pseudo_terminal&) = delete;
  pseudo_terminal& operator=(const pseudo_terminal&) = delete;
  ~pseudo_terminal();

  /// Waits for `text`; false when the program ended without it.
  bool wait_for(const std::string& text);
  /// Waits for anything; false when the program ended.
  bool wait_for_more() { return read(); }
  void type(const std::string& keys) const;
  void signal(int number) const;
  /// 128 + n after signal n.
  [[nodiscard]] int wait();

  /// All that the program wrote so far.
  [[nodiscard]] const std::string& bytes() const { return bytes_; }

 private:
  bool read();

  pid_t pid_ = -1;
  int terminal_ = -1;
  std::string bytes_;
};

/// The lines that a screen of 80 columns shows in the end, with all above it.
[[nodiscard]] std::vector<std::string> lines_on_screen(
    const std::string& bytes);

}  // namespace parallel_testing::tool_test
