// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>

namespace parallel_testing {

/// How a process ended.
struct process_end {
  enum class kind { exit, signal };
  kind how = kind::exit;
  int number = 0;  ///< exit code or signal number
};

/// "signal SIGSEGV" or "exit code 3".
std::string to_text(const process_end& end);

/// From the status of waitpid(2).
process_end end_of_status(int status) noexcept;

}  // namespace parallel_testing
