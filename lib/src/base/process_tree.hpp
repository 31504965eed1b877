// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "base/process_info.hpp"

// The descendants of a process, as proc(5) shows them.
namespace parallel_testing {

/// All descendants of `root`, parents before their children.
std::vector<process_status> descendants_of(pid_t root);

/// Whether the process is certain to end: it is dead, exiting or has SIGKILL
/// pending.
bool is_dying(const process_status& process);

/// Whether the process has one of these files open, which are named as in
/// /proc/<pid>/fd.
bool has_open(pid_t pid, const std::vector<std::string>& files);

/// The file of a descriptor of this process, named as in /proc/<pid>/fd.
std::string file_of_descriptor(int fd);

}  // namespace parallel_testing
