// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Finds and starts other programs. Runs several programs side by side with
// their output in files, or one program whose output is returned.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parallel_testing::tools {

using variables = std::map<std::string, std::string>;

/// The environment that this process passes to its children.
[[nodiscard]] variables current_environment();

/// "" for a variable that is not set.
[[nodiscard]] std::string value_of(const variables& environment,
                                   const std::string& name);

/// The absolute path of this program.
[[nodiscard]] std::string own_program();

[[nodiscard]] bool is_program(const std::string& path);

/// Splits a list such as PATH into directories. An empty item is the current
/// directory. Pure.
[[nodiscard]] std::vector<std::string> split_path(std::string_view list);

/// The directories of PATH.
[[nodiscard]] std::vector<std::string> path_directories();

/// Searches the directories for a program with one of the `names`, in the order
/// of the names. Returns its path, empty if there is none. Skips the program
/// `other_than`, under whatever name.
[[nodiscard]] std::string find_program(
    const std::vector<std::string>& names,
    const std::vector<std::string>& directories,
    const std::string& other_than = "");

struct program_start {
  std::vector<std::string> arguments;  ///< the first is the program: a path, or
                                       ///< a name to look up in PATH
  std::optional<variables> environment = {};  ///< empty: that of this process
};

/// The descriptors that a program writes to; -1 discards the output.
struct program_streams {
  int output = -1;
  int errors = -1;
};

/// Which signals of the terminal a program gets, and whether it outlives this
/// process.
enum class process_group {
  shared,           ///< the signals of this process
  separate,         ///< none; its group can be killed as a whole
  watched,          ///< like `separate`; also ignores SIGINT, and gets SIGTERM
                    ///< when this process dies
  watched_session,  ///< like `watched`, without a terminal or input
};

/// The exit code of a child that cannot execute its program.
inline constexpr int cannot_start = 127;

/// Starts a program; no other function does. Returns its process, or -1 with
/// errno. A child that cannot execute the program exits with `cannot_start`.
[[nodiscard]] pid_t start_program(const program_start& program,
                                  const program_streams& streams,
                                  process_group group);

/// Replaces this process by the program, a path. Returns errno if that fails.
[[nodiscard]] int become_program(std::vector<std::string> arguments);

struct program_call {
  std::vector<std::string> arguments;  ///< the first is the program
  std::string output;                  ///< file for stdout; empty: discarded
  std::string errors;                  ///< file for stderr; empty: discarded
};

/// Runs all programs to their end, at most `at_once` at a time. Returns their
/// exit codes in the order of `calls`: cannot_start where that is so,
/// 128 + n for one that signal n ended.
[[nodiscard]] std::vector<int> run_programs(
    const std::vector<program_call>& calls, int at_once);

/// What happens to the standard error of a program whose output is read.
enum class diagnostics {
  passed_on,  ///< shares the standard error of this process
  dropped,
  read,  ///< read together with the output, in order
  only,  ///< read instead of the output, which is discarded
};

struct program_output {
  int exit_code = 0;  ///< as of run_programs(); 124: the time limit passed
  std::string out;
};

/// Runs a program to its end. After `limit`, unless that is 0, kills it with
/// everything that it started.
[[nodiscard]] program_output output_of(
    const program_start& program, diagnostics where = diagnostics::passed_on,
    std::chrono::seconds limit = std::chrono::seconds(0));
[[nodiscard]] program_output output_of(
    const std::vector<std::string>& arguments,
    diagnostics where = diagnostics::passed_on,
    std::chrono::seconds limit = std::chrono::seconds(0));

}  // namespace parallel_testing::tools
