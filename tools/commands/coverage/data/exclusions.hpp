// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Comments that take lines out of a measurement, as lcov and gcovr know them:
//
//   LCOV_EXCL_LINE, LCOV_EXCL_START to LCOV_EXCL_STOP     lines
//   LCOV_EXCL_BR_LINE, LCOV_EXCL_BR_START to …_BR_STOP    outcomes of
//   conditions
//
// GCOV and GCOVR in the place of LCOV mean the same. A region includes the line
// of its start and not that of its stop. Outcomes that are exceptions are never
// counted, so what excludes them changes nothing.
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
  std::set<std::uint32_t> branches;  // by their lines

  /// A comment that excludes nothing: it is not known, or half a region.
  struct problem {
    std::uint32_t line = 0;
    std::string what;
  };
  std::vector<problem> problems;
};

/// What the text of a source file asks for. Pure.
[[nodiscard]] exclusions parse_exclusions(std::string_view source);

struct excluded_counts {
  std::size_t lines = 0;
  std::size_t branches = 0;
};

/// Takes out of `file` what is excluded. Pure.
excluded_counts exclude(covered_file& file, const exclusions& wanted);

}  // namespace parallel_testing::coverage_command
