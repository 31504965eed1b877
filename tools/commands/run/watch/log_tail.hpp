// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <functional>
#include <string>

#include "events/event.hpp"

namespace parallel_testing::run_command {

/// Reads the lines that others append to the event log of a run from now on,
/// each line once. An earlier run with the same id may have written to the log
/// before.
class log_tail {
 public:
  /// Skips the lines of the process `own`.
  log_tail(std::string path, std::int64_t own);
  log_tail(const log_tail&) = delete;
  log_tail& operator=(const log_tail&) = delete;
  ~log_tail();

  /// Reads all available lines. Counts bad lines and does not report them one
  /// by one.
  void read(const std::function<void(tools::event&&)>& on_event);

  [[nodiscard]] std::size_t bad_lines() const { return bad_lines_; }

 private:
  std::string path_;
  std::string own_;  ///< text that only lines of the own process contain
  int file_ = -1;
  std::string rest_;
  std::size_t bad_lines_ = 0;
};

}  // namespace parallel_testing::run_command
