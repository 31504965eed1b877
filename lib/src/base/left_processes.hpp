// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <sys/types.h>

#include <chrono>
#include <functional>
#include <parallel_testing/markers.hpp>
#include <string>
#include <vector>

// Ends the processes that a test, or a case of one, leaves behind.
namespace parallel_testing {

struct left_process {
  pid_t pid = 0;
  std::string command;
  bool was_ended = true;
};

struct leak_rule {
  leak_policy policy = leak_policy::fail;
  /// How long a process may take to end when it is asked to.
  std::chrono::nanoseconds grace = std::chrono::seconds(5);
};

/// Asks the processes to end, and kills those that did not after the grace
/// period. Those that `rule` allows stay, unless they can still write to the
/// output of this process, for whose end ctest would wait. `nap` waits until
/// one of them may have ended, for a short time, and reaps what it can.
void end_left_processes(std::vector<left_process>& left, const leak_rule& rule,
                        const std::function<void()>& nap);

/// The message about those that were ended, "" if none was. `name` is the test
/// or the case.
std::string message_about_left(const std::vector<left_process>& left,
                               const std::string& name, leak_policy policy);

}  // namespace parallel_testing
