// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "isolation/namespaces.hpp"
#include "options.hpp"
#include "signals.hpp"
#include "supervision.hpp"

namespace parallel_testing::launcher {

enum class output { passed_on, dropped };

/// How the new process is set up before it becomes the test.
struct start_plan {
  const isolation_plan& isolated;
  const limits& limited;
  const caught_signals& signals;
  std::string launcher_token;
  char* const* command = nullptr;
  output standard_output = output::passed_on;
  /// The file that gets the standard output instead, "" for none.
  std::string output_file = {};
  /// A registered test that cannot be started ends by a signal, which no
  /// property of the test turns into a pass; any other ends with the exit
  /// status that a shell would use.
  bool is_registered = false;
};

/// Starts the test in a new session. The test is killed when this process ends,
/// for whatever reason. If the new process cannot become the test, it reports
/// why on stderr and ends with status 127 when the program does not exist, 126
/// when it cannot be run, 1 when the test cannot be isolated. Throws error.
started_test start(const start_plan& plan);

/// Executes the command. When that fails, reports why and returns the exit
/// code.
int become(char* const* command) noexcept;

}  // namespace parallel_testing::launcher
