// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "sqlite/copy.hpp"

#include <sqlite3.h>
#include <stdio.h>
#include <unistd.h>

#include <cerrno>
#include <memory>
#include <parallel_testing/error.hpp>

#include "base/format.hpp"
#include "base/os.hpp"
#include "sqlite/connection.hpp"

namespace parallel_testing::sqlite {

namespace {

constexpr int all_pages = -1;
/// Other connections do not see a copy, even after
/// sqlite3_enable_shared_cache().
constexpr int private_cache = SQLITE_OPEN_PRIVATECACHE;

struct close_connection {
  void operator()(sqlite3* opened) const { sqlite3_close(opened); }
};
using raw_connection = std::unique_ptr<sqlite3, close_connection>;

void remove_database(const std::string& path) {
  // The database itself first, then its journals.
  for (const char* suffix : {"", "-journal", "-wal", "-shm"}) {
    const std::string file = path + suffix;
    if (::unlink(file.c_str()) == 0 || errno == ENOENT) {
      continue;
    }
    os::throw_error("cannot remove the database", file, errno,
                    "make its directory writable");
  }
}

void back_up(sqlite3* source, sqlite3* target, const std::string& path) {
  sqlite3_exec(target, "PRAGMA synchronous=OFF; PRAGMA journal_mode=OFF",
               nullptr, nullptr, nullptr);
  sqlite3_backup* const backup =
      sqlite3_backup_init(target, "main", source, "main");
  if (backup != nullptr) {
    sqlite3_backup_step(backup, all_pages);
    sqlite3_backup_finish(backup);
  }
  const int status = sqlite3_errcode(target);
  if (status == SQLITE_OK) {
    return;
  }
  throw error(fmt::format(
      "SQLite: cannot copy '{}' to '{}': {}; free some disk space, and close "
      "transactions on the source",
      name_of(source), path, sqlite3_errmsg(target)));
}

void replace(const std::string& unfinished, const std::string& path) {
  remove_database(path);
  if (::rename(unfinished.c_str(), path.c_str()) == 0) {
    return;
  }
  os::throw_error("cannot create the database", path, errno,
                  "make its directory writable");
}

/// A path, percent-encoded as https://www.sqlite.org/uri.html requires.
std::string uri_of(const std::string& path, std::string_view parameters) {
  std::string uri = "file:";
  for (const char c : path) {
    const bool is_special = c == '%' || c == '?' || c == '#';
    if (is_special) {
      uri += fmt::format("%{:02x}", static_cast<unsigned>(c));
    } else {
      uri += c;
    }
  }
  return uri + "?" + std::string(parameters);
}

}  // namespace

void copy_database(sqlite3* source, const std::string& path) {
  const std::string unfinished = path + ".new";
  remove_database(unfinished);
  try {
    const raw_connection target(open(unfinished, SQLITE_OPEN_READWRITE |
                                                     SQLITE_OPEN_CREATE |
                                                     private_cache));
    back_up(source, target.get(), path);
  } catch (const error&) {
    // An incomplete copy would keep the disk full.
    ::unlink(unfinished.c_str());
    throw;
  }
  replace(unfinished, path);
}

void copy_database_file(const std::string& source, const std::string& path) {
  const raw_connection from(open(uri_of(source, "immutable=1"),
                                 SQLITE_OPEN_READONLY | private_cache));
  copy_database(from.get(), path);
}

void make_empty_database(const std::string& path) {
  const raw_connection nothing(
      open(":memory:", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE));
  copy_database(nothing.get(), path);
}

}  // namespace parallel_testing::sqlite
