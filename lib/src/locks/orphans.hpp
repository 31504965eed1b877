// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <sys/types.h>

#include <string>

// The processes that a killed launcher left behind. A launcher marks the
// processes that it starts in their environment; the process that takes over
// one of its locks ends them first.
namespace parallel_testing {

/// The environment variable that contains the mark. It is not set for a test
/// that is allowed to leave processes.
extern const char* const mark_variable;

/// The mark of the launcher with this process_token(). It also names the PID
/// namespace, because a process id is only valid in one.
std::string mark_of_launcher(const std::string& token);

/// Ends the processes with this mark, which is that of a dead or dying
/// launcher. Returns when they have ended, and so have all exiting processes,
/// whose marks can no longer be read. Does not touch processes of another
/// namespace or without this mark. Throws error when one cannot be ended.
void end_orphans_of(const std::string& mark);

/// Whether the launcher with this mark lives. An exiting one does not.
bool is_launcher_alive(const std::string& mark);

/// Ends the processes of all dead launchers of this user.
void end_orphans();

}  // namespace parallel_testing
