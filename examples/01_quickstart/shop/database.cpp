// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "shop/database.hpp"

#include <sqlite3.h>

#include <stdexcept>

namespace shop {
namespace {

void check(sqlite3* handle, int result) {
  if (result != SQLITE_OK) {
    throw std::runtime_error(sqlite3_errmsg(handle));
  }
}

sqlite3* open(const std::string& file) {
  sqlite3* handle = nullptr;
  const int result = sqlite3_open(file.c_str(), &handle);
  if (result != SQLITE_OK) {
    const std::string message = sqlite3_errmsg(handle);
    sqlite3_close(handle);
    throw std::runtime_error(file + ": " + message);
  }
  return handle;
}

}  // namespace

database::database(const std::string& file)
    : handle_(open(file), sqlite3_close) {}

void database::run(const std::string& sql,
                   const std::vector<std::string>& values) {
  static_cast<void>(number(sql, values));
}

long long database::number(const std::string& sql,
                           const std::vector<std::string>& values) {
  sqlite3_stmt* statement = nullptr;
  check(handle_.get(), sqlite3_prepare_v2(handle_.get(), sql.c_str(), -1,
                                          &statement, nullptr));
  int place = 0;
  for (const std::string& value : values) {
    sqlite3_bind_text(statement, ++place, value.c_str(), -1, SQLITE_STATIC);
  }
  const bool has_row = sqlite3_step(statement) == SQLITE_ROW;
  const long long result = has_row ? sqlite3_column_int64(statement, 0) : 0;
  check(handle_.get(), sqlite3_finalize(statement));
  return result;
}

}  // namespace shop
