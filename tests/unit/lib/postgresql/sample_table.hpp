// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <parallel_testing/postgresql.hpp>
#include <string>

namespace parallel_testing::postgresql {

/// Makes a table with one row.
inline constexpr const char* schema =
    "CREATE TABLE t(x serial); INSERT INTO t DEFAULT VALUES";
/// How many rows it has.
inline constexpr const char* count = "SELECT count(*) FROM t";

inline bool exists(const std::string& database) {
  connection open;
  return open.value("SELECT count(*) FROM pg_database WHERE datname = '" +
                    database + "'") == "1";
}

}  // namespace parallel_testing::postgresql
