// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// What the system reports about processes; see proc(5).
namespace parallel_testing {

/// The greatest possible process id; see proc(5), pid_max.
constexpr std::uint64_t greatest_process_id = 4194304;

/// std::nullopt when the text is not a process id.
std::optional<pid_t> parse_process_id(std::string_view text);

/// "<pid>.<start time>", which is unique until the machine restarts; only
/// "<pid>" where the system does not report start times; "" for a dead process.
std::string process_token(pid_t pid);

/// The "<pid>" in a process_token().
std::string_view id_in_token(std::string_view token);

/// Whether the process that `token` names still runs.
bool is_alive(std::string_view token);

/// Whether the process runs. A zombie does not.
bool is_running(pid_t pid);

struct process_status {
  pid_t pid = 0;  ///< 0 when there is no such process
  pid_t parent = 0;
  char state = '?';
  unsigned long flags = 0;  ///< PF_… of the kernel
  std::string start_time = {};

  /// Whether the process is dead, even if its parent has not yet waited for it.
  [[nodiscard]] bool is_dead() const noexcept {
    return state == 'Z' || state == 'X';
  }
  /// Whether the kernel is ending the process, which is not a zombie yet.
  [[nodiscard]] bool is_exiting() const noexcept;
  [[nodiscard]] bool is_kernel_thread() const noexcept;
};

/// Parses the text of /proc/<pid>/stat. Pure.
process_status parse_stat(std::string_view text);

process_status status_of(pid_t pid);

/// Returns the number in a field of /proc/<id>/status, where `id` names a
/// process or a thread. With `id` 0, reads the file of this process. Returns 0
/// if the file or the field does not exist.
std::uint64_t number_in_status(pid_t id, std::string_view field, int base = 10);

/// Returns the signals that were sent to the process or to its first thread and
/// are not delivered yet; bit n - 1 stands for signal n. Returns 0 if the
/// process does not exist.
std::uint64_t pending_signals(pid_t pid);

/// The ids of all processes that are visible to this one.
std::vector<pid_t> process_ids();

/// The command line of the process on one line, or its name in brackets when it
/// has none.
std::string command_of(pid_t pid);

/// Set by a launcher that only observes the test: "<its process id> <the id of
/// the process that started it>".
inline constexpr const char* observer_variable = "PARALLEL_TESTING_OBSERVED";

/// Whether this process has a child, ended or not; also true if that is
/// unknown.
bool has_children() noexcept;

/// Whether this process may have had a child, which may have left processes of
/// its own. False is certain, except after clone(2) with CLONE_PARENT.
bool may_have_had_children() noexcept;

/// The process that started this test: the parent, or the parent's parent when
/// the parent only observes the test, unless a supervising parent set another
/// process by set_launching_process().
pid_t launching_process() noexcept;
void set_launching_process(pid_t pid) noexcept;

/// Whether a debugger is attached.
bool is_traced();

/// process_token() of the launching process when it is ctest, else "".
std::string ctest_parent();

/// Absolute path of the running program, "" when unknown.
const std::string& own_executable();

}  // namespace parallel_testing
