// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "base/process_info.hpp"

// The processes below one, as proc(5) shows them.
namespace parallel_testing::launcher {

/// All processes below `root`, parents before their children.
std::vector<process_status> descendants_of(pid_t root);

/// Whether only the kernel still has work to do for its end.
bool is_dying(const process_status& process);

/// Whether it has one of these files open, named as in /proc/<pid>/fd.
bool has_open(pid_t pid, const std::vector<std::string>& files);

/// What a descriptor of this process is, as in /proc/<pid>/fd.
std::string file_of_descriptor(int fd);

}  // namespace parallel_testing::launcher
