// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// When two tests conflict about one resource. Pure.
#pragma once

#include <compare>
#include <cstddef>
#include <limits>
#include <optional>
#include <vector>

#include "sharing/sharing.hpp"
#include "sharing/uses/addresses.hpp"
#include "sharing/uses/effects.hpp"

namespace parallel_testing::tools::sharing_rules {

inline constexpr std::size_t no_test = std::numeric_limits<std::size_t>::max();

/// A file that a test locks before it uses another one.
struct guard {
  std::size_t file = 0;  ///< equal for equal files
  bool is_exclusive = false;

  auto operator<=>(const guard&) const = default;
};

/// How a test uses a resource. Tests with equal manners have one role.
struct manner {
  effects what = 0;
  bool has_pid = false;    ///< the name has the id of a process in it
  bool is_folded = false;  ///< which names it used in the directory is unknown
  bool is_declared = false;  ///< a marker states how it uses the database
  std::vector<endpoint> endpoints{};  ///< of a port, sorted
  std::vector<guard> guards{};        ///< of a file, sorted
  /// The test that created what this test needs.
  std::size_t needs = no_test;
  /// This test, if another one needs what it created.
  std::size_t creator = no_test;

  auto operator<=>(const manner&) const = default;
};

/// Which rule applies.
enum class nature {
  name,  ///< of a file, a socket, or in System V or POSIX
  directory,
  temp_directory,  ///< the common one, in which all programs create names
  folded_names,    ///< some names in a directory
  port,
  database,
  process,
  machine_state
};

struct conflict {
  relation how = relation::collision;
  strength rank = strength::strong;
};

/// Symmetric.
[[nodiscard]] std::optional<conflict> conflict_of(nature of,
                                                  const manner& first,
                                                  const manner& second);

}  // namespace parallel_testing::tools::sharing_rules
