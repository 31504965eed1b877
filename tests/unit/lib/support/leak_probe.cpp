// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Linked with a leak checker, as a program of a user may be: what the runtime
// keeps for a crash must not be reported.
#include "stacks/crash_report.hpp"

int main() {
  parallel_testing::stacks::report_crashes("parallel-testing-stacks");
  parallel_testing::stacks::report_crashes_of_fork("gdb");
  return 0;
}
