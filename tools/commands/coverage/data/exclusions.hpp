// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Comments that exclude lines from a measurement, as in lcov and gcovr:
//
//   LCOV_EXCL_LINE, LCOV_EXCL_START to LCOV_EXCL_STOP     lines
//   LCOV_EXCL_BR_LINE, LCOV_EXCL_BR_START to …_BR_STOP    outcomes of
//   conditions
//
// GCOV and GCOVR mean the same as LCOV. A region includes the line of its
// start, but not that of its stop. Outcomes that are exceptions are never
// counted, so comments that exclude them have no effect.
#pragma once

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "commands/coverage/data/table.hpp"

namespace parallel_testing::coverage_command {

struct exclusions {
  std::set<std::uint32_t> lines;
  std::set<std::uint32_t> branches;  ///< lines without outcomes

  /// A comment that excludes nothing: it is unknown, or one half of a region.
  struct problem {
    std::uint32_t line = 0;
    std::string what;
  };
  std::vector<problem> problems;
};

/// The comments in the text of a source file. Pure.
[[nodiscard]] exclusions parse_exclusions(std::string_view source);

struct excluded_counts {
  std::size_t lines = 0;
  std::size_t branches = 0;
};

/// Removes the excluded lines and outcomes from `file`. Pure.
excluded_counts exclude(covered_file& file, const exclusions& wanted);

}  // namespace parallel_testing::coverage_command
