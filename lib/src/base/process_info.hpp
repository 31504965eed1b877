// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_SRC_PROCESS_INFO_HPP
#define PARALLEL_TESTING_SRC_PROCESS_INFO_HPP

#include <sys/types.h>

#include <string>
#include <string_view>
#include <vector>

// What the system knows of processes; see proc(5).
namespace parallel_testing {

/// "<pid>.<start time>", which no other process of this boot ever has; only
/// "<pid>" where the system does not tell the start time. "" for a dead one.
std::string process_token(pid_t pid);

/// Whether the process that `token` was made from still runs.
bool is_alive(std::string_view token);

/// Whether the process runs: a zombie does not.
bool is_running(pid_t pid);

struct process_status {
  pid_t parent = 0;
  /// On its way out of the kernel, not a zombie yet.
  bool is_exiting = false;
  bool is_kernel_thread = false;
};

/// All zero when there is no such process.
process_status status_of(pid_t pid);

/// Its command line, or its name in brackets; one line.
std::string command_of(pid_t pid);

/// The process that started this test. The parent, unless that only watches
/// over this one and set itself aside.
pid_t launching_process() noexcept;
void set_launching_process(pid_t pid) noexcept;

/// Whether a debugger is attached.
bool is_traced();

/// process_token() of the launching process when it is ctest, else "".
std::string ctest_parent();

/// The command line. Constructors get it from some C libraries only; the
/// others leave `argc` and `argv` to chance, so they are not looked at there.
std::vector<std::string> own_arguments(int argc, char** argv);

/// Whether the arguments a constructor gets are the ones main will see.
bool can_change_arguments() noexcept;

/// Absolute path of the running program, "" when unknown.
const std::string& own_executable();

}  // namespace parallel_testing

#endif
