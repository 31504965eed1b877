// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_SRC_POSTGRESQL_OWNERSHIP_HPP
#define PARALLEL_TESTING_SRC_POSTGRESQL_OWNERSHIP_HPP

#include <string>
#include <string_view>

// Whose a database or schema is, as a comment on it tells. Pure but for
// own_mark().
namespace parallel_testing::postgresql {

struct ownership_mark {
  std::string place;  ///< where the owner's process id means something
  std::string owner;  ///< process_token() of ctest, or of the process
  std::string run;
};

std::string to_text(const ownership_mark& mark);

/// A mark without a place for every text that is not one.
ownership_mark parse_ownership_mark(std::string_view text);

/// Of this run. Process ids mean something within one boot of one machine and
/// one process namespace only, so `place` tells both.
ownership_mark own_mark();

/// Whether the mark is from `place` and its owner is gone. Everything else is
/// somebody's.
bool is_left_over(const ownership_mark& mark, const std::string& place);

}  // namespace parallel_testing::postgresql

#endif
