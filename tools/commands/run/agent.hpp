// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "cli/command.hpp"

namespace parallel_testing::run_command {

/// The command that `run` starts on each node. It is not for users.
inline constexpr const char* agent_command = "agent";

/// `agent <directory of the run> <node>`: runs units of the list of work until
/// all are done, and reports to the files of the node.
///
/// `agent --hold <pid> <pulse>`: prints its process id and the nodes of the
/// allocation in which it runs, and waits for the end of that process. Writes
/// the pulse of the run meanwhile, as do `agent --guard <pid> <job> <pulse>`
/// beside an array and `agent --beat <pid> <pulse>` in an allocation.
[[nodiscard]] int run_agent(const cli::invocation& given);

}  // namespace parallel_testing::run_command
