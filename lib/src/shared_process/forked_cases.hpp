// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <signal.h>
#include <sys/types.h>

#include <functional>
#include <string>
#include <vector>

#include "shared_process/case_report.hpp"
#include "shared_process/open_files.hpp"

namespace parallel_testing {

/// Forks a process for one case after the other.
class forked_cases {
 public:
  /// Each process gets its own positions in `files`. Throws error.
  explicit forked_cases(std::vector<descriptor_group> files);
  forked_cases(const forked_cases&) = delete;
  forked_cases& operator=(const forked_cases&) = delete;
  /// Restores the handler of SIGCHLD.
  ~forked_cases();

  /// Forks. Returns true in the child. In the parent, returns false when the
  /// child has ended, or has been ended after `limit_seconds` (0 for no limit),
  /// before which `at_limit` is called with its process id. Throws error if the
  /// system cannot start a process.
  bool run(
      double limit_seconds,
      const std::function<void(pid_t)>& at_limit = [](pid_t) {});

  /// The end of the last child.
  [[nodiscard]] const forked_end& last() const noexcept { return last_; }

  case_report& report() noexcept { return report_; }

 private:
  void become_child(pid_t parent) const;
  void wait_for(pid_t child, double limit_seconds,
                const std::function<void(pid_t)>& at_limit);

  std::vector<descriptor_group> files_;
  bool is_first_ = true;
  case_report report_;
  forked_end last_;
  struct sigaction child_handler_ {};
};

}  // namespace parallel_testing
