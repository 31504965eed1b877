// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "sqlite/connection.hpp"

#include <sqlite3.h>

#include <memory>
#include <parallel_testing/error.hpp>
#include <utility>

#include "base/format.hpp"

namespace parallel_testing::sqlite {

namespace {

constexpr int busy_timeout_ms = 10'000;
constexpr std::size_t longest_quotation = 200;

struct finalize_statement {
  void operator()(sqlite3_stmt* statement) const {
    sqlite3_finalize(statement);
  }
};
using statement = std::unique_ptr<sqlite3_stmt, finalize_statement>;

[[noreturn]] void throw_statement_error(sqlite3* on, std::string_view sql) {
  const bool is_long = sql.size() > longest_quotation;
  const bool is_full = (sqlite3_errcode(on) & 0xff) == SQLITE_FULL;
  throw error(
      fmt::format("SQLite '{}': {}{}; the statement was: {}{}", name_of(on),
                  sqlite3_errmsg(on), is_full ? "; free some disk space" : "",
                  sql.substr(0, longest_quotation), is_long ? " …" : ""));
}

/// Compiles the next statement and removes it from `sql`; null after the last.
statement prepare_next(sqlite3* on, std::string_view& sql) {
  while (!sql.empty()) {
    sqlite3_stmt* made = nullptr;
    const char* rest = nullptr;
    if (sqlite3_prepare_v2(on, sql.data(), static_cast<int>(sql.size()), &made,
                           &rest) != SQLITE_OK) {
      throw_statement_error(on, sql);
    }
    sql.remove_prefix(static_cast<std::size_t>(rest - sql.data()));
    if (made != nullptr) {
      return statement(made);
    }
  }
  return nullptr;
}

std::string first_column(sqlite3_stmt* row) {
  const auto* const bytes =
      static_cast<const char*>(sqlite3_column_blob(row, 0));
  const int size = sqlite3_column_bytes(row, 0);
  return bytes == nullptr ? std::string()
                          : std::string(bytes, static_cast<std::size_t>(size));
}

/// Runs all statements and returns the value of the last one.
std::string run(sqlite3* on, std::string_view sql) {
  std::string value;
  while (const statement next = prepare_next(on, sql)) {
    int status = sqlite3_step(next.get());
    value = status == SQLITE_ROW ? first_column(next.get()) : std::string();
    while (status == SQLITE_ROW) {
      status = sqlite3_step(next.get());
    }
    if (status != SQLITE_DONE) {
      throw_statement_error(on, sqlite3_sql(next.get()));
    }
  }
  return value;
}

}  // namespace

std::string name_of(sqlite3* on) {
  const char* const path = sqlite3_db_filename(on, "main");
  return path == nullptr || *path == '\0' ? ":memory:" : path;
}

sqlite3* open(const std::string& name, int flags) {
  sqlite3* opened = nullptr;
  const int status =
      sqlite3_open_v2(name.c_str(), &opened, flags | SQLITE_OPEN_URI, nullptr);
  if (status == SQLITE_OK) {
    sqlite3_extended_result_codes(opened, 1);
    sqlite3_busy_timeout(opened, busy_timeout_ms);
    return opened;
  }
  const std::string reason =
      opened == nullptr ? "out of memory" : sqlite3_errmsg(opened);
  sqlite3_close(opened);
  throw error(fmt::format(
      "SQLite '{}': {}; create its directory, make it writable or free some "
      "disk space",
      name, reason));
}

connection::connection(const std::string& name)
    : native_(open(name, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)) {
  sqlite3_exec(native_, "PRAGMA synchronous=OFF", nullptr, nullptr, nullptr);
}

connection::connection(connection&& other) noexcept
    : native_(std::exchange(other.native_, nullptr)) {}

connection& connection::operator=(connection&& other) noexcept {
  connection moved(std::move(other));
  std::swap(native_, moved.native_);
  return *this;
}

connection::~connection() {
  // The connection closes once all statements of the program are finalized.
  sqlite3_close_v2(native_);
}

void connection::execute(std::string_view sql) {
  run(native_, sql);
}

std::string connection::value(std::string_view sql) {
  return run(native_, sql);
}

}  // namespace parallel_testing::sqlite
