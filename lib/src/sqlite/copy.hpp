// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>

struct sqlite3;

namespace parallel_testing::sqlite {

/// Replaces the file at `path` by a copy of the database of the connection
/// `source`, completely or not at all. Throws error.
void copy_database(sqlite3* source, const std::string& path);

/// The same from a file to which no process writes any more.
void copy_database_file(const std::string& source, const std::string& path);

/// Replaces the file at `path` by an empty database.
void make_empty_database(const std::string& path);

}  // namespace parallel_testing::sqlite
