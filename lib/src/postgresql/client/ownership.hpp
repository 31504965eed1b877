// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>
#include <string_view>

// The run that owns a database or schema, recorded in its comment, or in the
// name of a database that is still being created. Pure functions read and write
// both.
namespace parallel_testing::postgresql {

struct ownership_mark {
  std::string pid_space;  ///< the boot and PID namespace of `owner`
  std::string owner;      ///< process_token() of ctest, or of the process
  std::string run;
};

std::string to_text(const ownership_mark& mark);

/// Returns a mark without a PID space for a text that is not a mark.
ownership_mark parse_ownership_mark(std::string_view text);

/// The mark in the form of a database name, because a comment can only be added
/// later. `unique` is "gw0_1a2b3c4d". At most 63 bytes.
std::string to_unfinished_name(const ownership_mark& mark,
                               std::string_view unique);

/// Returns a mark without a PID space for a name that is not a mark. The run is
/// unknown.
ownership_mark parse_unfinished_name(std::string_view name);

/// The mark of this run. A process id is only valid within one boot of one
/// machine and one PID namespace, so `pid_space` identifies both.
ownership_mark own_mark();

/// Whether the mark is from `pid_space` and its owner has ended. Any other mark
/// may belong to a living run.
bool is_left_over(const ownership_mark& mark, const std::string& pid_space);

/// The same for the pid_space of this process; in addition, no process of the
/// run lives.
bool is_of_a_dead_run(const ownership_mark& mark);

/// Whether the mark is that of this run on this machine.
bool is_of_this_run(const ownership_mark& mark);

}  // namespace parallel_testing::postgresql
