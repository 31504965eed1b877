// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The code under test. It does not know that it is tested, and commits.
#pragma once

#include <sqlite3.h>

#include <stdexcept>
#include <string>

namespace shop {

inline constexpr const char* schema =
    "CREATE TABLE orders(product TEXT UNIQUE, count INTEGER CHECK (count > 0));"
    "INSERT INTO orders VALUES('pen', 3)";

inline void add_order(sqlite3* database, const std::string& product,
                      int count) {
  const std::string sql = "BEGIN IMMEDIATE; INSERT INTO orders VALUES('" +
                          product + "', " + std::to_string(count) + "); COMMIT";
  if (sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr) == 0) {
    return;
  }
  const std::string reason = sqlite3_errmsg(database);
  sqlite3_exec(database, "ROLLBACK", nullptr, nullptr, nullptr);
  throw std::runtime_error(reason);
}

inline int count_orders(sqlite3* database) {
  sqlite3_stmt* query = nullptr;
  sqlite3_prepare_v2(database, "SELECT count(*) FROM orders", -1, &query,
                     nullptr);
  sqlite3_step(query);
  const int count = sqlite3_column_int(query, 0);
  sqlite3_finalize(query);
  return count;
}

}  // namespace shop
