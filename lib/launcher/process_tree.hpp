// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

// The processes below one, as proc(5) shows them.
namespace parallel_testing::launcher {

struct tree_process {
  pid_t pid = 0;
  pid_t parent = 0;
  char state = '?';
  unsigned long flags = 0;
};

/// The text of /proc/<pid>/stat; a process with pid 0 when it is none. Pure.
tree_process parse_stat(const std::string& text);

/// All processes below `root`, parents before their children.
std::vector<tree_process> descendants_of(pid_t root);

/// Whether it is dead but for the kernel's work: it left nothing behind, it is
/// only not gone yet.
bool is_dying(const tree_process& process);

/// Whether it has one of these files open, named as in /proc/<pid>/fd.
bool has_open(pid_t pid, const std::vector<std::string>& files);

/// What a descriptor of this process is, as in /proc/<pid>/fd.
std::string file_behind(int fd);

}  // namespace parallel_testing::launcher
