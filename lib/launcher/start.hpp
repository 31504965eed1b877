// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "namespaces.hpp"
#include "options.hpp"
#include "signals.hpp"
#include "supervision.hpp"

namespace parallel_testing::launcher {

enum class output { passed_on, dropped };

/// What the new process does before it becomes the test.
struct start_plan {
  const isolation_plan& isolated;
  const limits& limited;
  const caught_signals& signals;
  std::string launcher_token;
  char* const* command = nullptr;
  output standard_output = output::passed_on;
  /// A test that cannot be started ends by a signal, which no property of the
  /// test takes for a pass; else with a status as a shell has it.
  bool is_registered = false;
};

/// Starts the test in a session of its own. It is killed when this process
/// ends, whatever ends it. When it cannot become the test it says why on
/// stderr and ends with 127 when there is no such program, 126 when it cannot
/// be run, 1 when it cannot be isolated. Throws error.
started_test start(const start_plan& plan);

/// Becomes the command. Returns when that fails, after it said why: with the
/// exit code.
int become(char* const* command) noexcept;

}  // namespace parallel_testing::launcher
