// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_SRC_PROCESS_INFO_HPP
#define PARALLEL_TESTING_SRC_PROCESS_INFO_HPP

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// What the system knows of processes; see proc(5).
namespace parallel_testing {

/// The greatest process id there can be; see proc(5), pid_max.
constexpr std::uint64_t greatest_process_id = 4194304;

/// Nothing for a text that is not a process id.
std::optional<pid_t> parse_process_id(std::string_view text);

/// "<pid>.<start time>", which no other process of this boot ever has; only
/// "<pid>" where the system does not report start times. "" for a dead process.
std::string process_token(pid_t pid);

/// "<pid>" of a process_token().
std::string_view id_in_token(std::string_view token);

/// Whether the process that `token` was made from still runs.
bool is_alive(std::string_view token);

/// Whether the process runs: a zombie does not.
bool is_running(pid_t pid);

struct process_status {
  pid_t pid = 0;  ///< 0 when there is no such process
  pid_t parent = 0;
  char state = '?';
  unsigned long flags = 0;  ///< PF_… of the kernel
  std::string start_time = {};

  /// Dead, whether its parent asked for its status or not.
  bool is_dead() const noexcept { return state == 'Z' || state == 'X'; }
  /// On its way out of the kernel, not a zombie yet.
  bool is_exiting() const noexcept;
  bool is_kernel_thread() const noexcept;
};

/// From the text of /proc/<pid>/stat. Pure.
process_status parse_stat(std::string_view text);

process_status status_of(pid_t pid);

/// The ids of all processes that this one can see.
std::vector<pid_t> process_ids();

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
