// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <parallel_testing/sqlite.hpp>
#include <string>

namespace parallel_testing::sqlite {

/// Opens a database with SQLITE_OPEN_… flags. The caller owns the handle.
/// Throws error.
sqlite3* open(const std::string& name, int flags);

/// The path of the main database, ":memory:" when it has none.
std::string name_of(sqlite3* on);

}  // namespace parallel_testing::sqlite
