// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Locks on files, and what they keep apart. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "sharing/name_index.hpp"
#include "sharing/rules.hpp"

namespace parallel_testing::tools::sharing_rules {

/// The locks of all tests on files that are there to be locked. Refers to the
/// index.
class file_locks {
 public:
  file_locks(const name_index& index, std::size_t tests);

  /// The locks that the test takes before it uses the name, on files beside it
  /// or above it.
  [[nodiscard]] std::vector<guard> guards_of(const name_use& given) const;

 private:
  struct held_lock {
    std::size_t file = 0;
    std::string_view directory;
    std::int64_t first_us = 0;
    bool is_exclusive = false;
  };

  std::vector<std::vector<held_lock>> held_;  ///< of each test
};

/// Whether the test opens the file, maybe for writing, only to lock it.
[[nodiscard]] bool only_holds_lock(const name_use& given);

/// Whether the name is that of a database of SQLite.
[[nodiscard]] bool is_sqlite(const name_index& index, std::string_view name);

/// Whether it is a journal or similar of a database that is in the index, whose
/// users it has.
[[nodiscard]] bool is_part_of_sqlite(const name_index& index,
                                     std::string_view name);

/// SQLite locks a database for one transaction, so its locks keep the file
/// whole, but not the rows that a test counts on. A test that never has an
/// exclusive lock only reads, although it opens the file for writing.
[[nodiscard]] effects effects_on_sqlite(const name_index& index,
                                        const name_use& given);

}  // namespace parallel_testing::tools::sharing_rules
