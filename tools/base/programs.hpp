// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Finds and starts other programs; runs them to their end: many, some at a
// time, with their output in files, or one, whose output is read.
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

/// The environment that this process passes on.
[[nodiscard]] variables current_environment();

/// The absolute path of this program.
[[nodiscard]] std::string own_program();

[[nodiscard]] bool is_program(const std::string& path);

/// The directories of a list like PATH; an empty one is the current directory.
/// Pure.
[[nodiscard]] std::vector<std::string> split_path(std::string_view list);

/// The directories of PATH.
[[nodiscard]] std::vector<std::string> path_directories();

/// The first of `names` that is a program in one of the directories; a path.
/// The program `other_than` does not count, whatever its name is there. Empty
/// when there is none.
[[nodiscard]] std::string find_program(
    const std::vector<std::string>& names,
    const std::vector<std::string>& directories,
    const std::string& other_than = "");

struct program_start {
  std::vector<std::string> arguments;  // first the program: a path, or a name
                                       // that is looked up in PATH
  std::optional<variables> environment = {};  // none: that of this process
};

/// Descriptors that a program writes to; -1: what it writes is lost.
struct program_streams {
  int output = -1;
  int errors = -1;
};

/// Which signals of the terminal a program gets.
enum class process_group {
  shared,           // those of this process
  separate,         // a group that can be killed as one
  watched,          // the same; it ignores SIGINT and gets SIGTERM when this
                    // process dies
  watched_session,  // the same without the terminal; it reads nothing
};

/// The one place where a program is started. The process, or -1 with errno; it
/// ends with 127 when it cannot become the program.
[[nodiscard]] pid_t start_program(const program_start& program,
                                  const program_streams& streams,
                                  process_group group);

/// This process becomes the program, a path. Returns errno when it cannot.
[[nodiscard]] int become_program(std::vector<std::string> arguments);

struct program_call {
  std::vector<std::string> arguments;  // the first is the program
  std::string output;                  // file for stdout; empty: nowhere
  std::string errors;                  // file for stderr; empty: nowhere
};

/// Runs all to their end, at most `at_once` at a time. Their exit codes in the
/// order of `calls`: 127 when one could not be started, 128 + n after signal n.
[[nodiscard]] std::vector<int> run_programs(
    const std::vector<program_call>& calls, int at_once);

/// What becomes of the standard error of a program that is read.
enum class diagnostics {
  passed_on,  // it goes where ours goes
  dropped,
  read,  // with the output, in its order
  only,  // instead of the output, which is lost
};

struct program_output {
  int exit_code = 0;  // as run_programs() has it; 124: its time was over
  std::string out;
};

/// Runs a program to its end. After `limit`, unless that is 0, it is killed
/// with what it started.
[[nodiscard]] program_output output_of(
    const program_start& program, diagnostics where = diagnostics::passed_on,
    std::chrono::seconds limit = std::chrono::seconds(0));
[[nodiscard]] program_output output_of(
    const std::vector<std::string>& arguments,
    diagnostics where = diagnostics::passed_on,
    std::chrono::seconds limit = std::chrono::seconds(0));

}  // namespace parallel_testing::tools
