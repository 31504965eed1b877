// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstddef>
#include <parallel_testing/requires_cxx17.hpp>
#include <parallel_testing/same_layout.hpp>
#include <string>
#include <vector>

/// Reads SQL from files, for the templates of both databases.
///
///     sqlite::template_database schema(
///         "orders", parallel_testing::sql_from_files({SCHEMA_SQL, DATA_SQL}));
///
/// Not promised: client commands, such as the backslash commands of psql or
/// .import of sqlite3, which are not SQL.

namespace parallel_testing {

namespace detail {
std::string sql_from_files(const std::string* first, std::size_t count);
}  // namespace detail

inline namespace PARALLEL_TESTING_CONTAINERS {

/// Returns the text of all files, in this order, each followed by a line break.
/// Throws error for the first one that cannot be read. Safe in every thread.
inline std::string sql_from_files(const std::vector<std::string>& paths) {
  return detail::sql_from_files(paths.data(), paths.size());
}

}  // namespace PARALLEL_TESTING_CONTAINERS

}  // namespace parallel_testing
