// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_SRC_POSTGRESQL_OWNERSHIP_HPP
#define PARALLEL_TESTING_SRC_POSTGRESQL_OWNERSHIP_HPP

#include <string>
#include <string_view>

// The run that owns a database or schema, as the comment on it has it, or the
// name of a database that is being made. Pure functions read and write both.
namespace parallel_testing::postgresql {

struct ownership_mark {
  std::string place;  ///< where the owner's process id means something
  std::string owner;  ///< process_token() of ctest, or of the process
  std::string run;
};

std::string to_text(const ownership_mark& mark);

/// A mark without a place for every text that is not one.
ownership_mark parse_ownership_mark(std::string_view text);

/// The mark as the name of a database, which is there at once: a comment can
/// only follow. `unique` is "gw0_1a2b3c4d". At most 63 bytes.
std::string to_unfinished_name(const ownership_mark& mark,
                               std::string_view unique);

/// A mark without a place for every name that is not one. The run is unknown.
ownership_mark parse_unfinished_name(std::string_view name);

/// Of this run. Process ids mean something within one boot of one machine and
/// one process namespace only, so `place` names both.
ownership_mark own_mark();

/// Whether the mark is from `place` and its owner is gone. Everything else is
/// somebody's.
bool is_left_over(const ownership_mark& mark, const std::string& place);

/// The same from here, and no process that is left of the run still lives.
bool is_of_a_dead_run(const ownership_mark& mark);

/// Whether the mark is of this run, on this machine.
bool is_of_this_run(const ownership_mark& mark);

}  // namespace parallel_testing::postgresql

#endif
