// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#ifdef PARALLEL_TESTING_SQLITE_IS_MISSING
#error \
    "ParallelTesting::sqlite needs SQLite3, which CMake did not find: install libsqlite3-dev (Debian, Ubuntu) or put SQLite3 on CMAKE_PREFIX_PATH, and configure again"
#endif

#include <functional>
#include <memory>
#include <parallel_testing/error.hpp>  // IWYU pragma: export
#include <parallel_testing/requires_cxx17.hpp>
#include <parallel_testing/same_layout.hpp>
#include <parallel_testing/temp_dir.hpp>
#include <string>
#include <string_view>

/// SQLite databases for parallel tests; link ParallelTesting::sqlite.
///
///     namespace sqlite = parallel_testing::sqlite;
///     sqlite::template_database schema("orders", "CREATE TABLE orders …");
///     sqlite::scoped_database mine(schema);        // a file of this test
///     my::orders orders(mine.path());              // the code under test
///
///     sqlite::connection open(mine.path());        // or roll back instead:
///     sqlite::transaction_session session(open);   // nothing is kept
///
/// Not promised: durability. Connections made here do not wait for the disk
/// (PRAGMA synchronous=OFF), because the files live no longer than their run.

struct sqlite3;  ///< of <sqlite3.h>, which this header does not need

namespace parallel_testing::sqlite {

/// An open connection to a database. It waits up to 10 s for other connections
/// that hold a lock. Its thread safety is that of the SQLite build
/// (sqlite3_threadsafe()); a forked child must not use it. A crash of the
/// process undoes the open transaction and nothing else.
class [[nodiscard]] connection {
 public:
  /// Opens `name` as sqlite3_open_v2() does with URIs: a missing file is
  /// created, ":memory:" and "" are private to the connection, and
  /// "file:…?mode=memory&cache=shared" is private to the process. Throws error
  /// with the path and SQLite's reason.
  explicit connection(const std::string& name);
  connection(connection&& other) noexcept;
  connection& operator=(connection&& other) noexcept;
  connection(const connection&) = delete;
  connection& operator=(const connection&) = delete;
  ~connection();

  /// The handle for everything else that SQLite can do; this object closes it.
  [[nodiscard]] sqlite3* native() const noexcept { return native_; }

  /// Runs one or more statements in turn. Throws error with the database, the
  /// reason and the statement for the first that fails; the effects of those
  /// before it remain.
  void execute(std::string_view sql);

  /// Like execute(); returns the first column of the first row of the last
  /// statement as text, "" when it is NULL or there is no row.
  std::string value(std::string_view sql);

 private:
  sqlite3* native_;
};

/// A database that is built by the first test of a run that needs it and copied
/// by the others. No test sees it half built, even after a crash. A copy
/// includes the content of the write-ahead log and has the same journal mode.
///
/// The constructors throw error as once_per_run() does: when the build fails,
/// all tests of the run get its message. A test waits at most
/// default_once_limit for the test that builds.
class template_database {
 public:
  /// Built by SQL. A different text with the same name is a different template.
  template_database(std::string_view name, std::string_view sql);

  /// Built by a function, which may also open the file of its connection. A
  /// name must stand for the same function in all programs of the run.
  template_database(std::string_view name,
                    const std::function<void(connection&)>& build);

  /// The finished file. Do not write to it: other tests copy it.
  [[nodiscard]] const std::string& path() const noexcept { return path_; }

 private:
  std::string path_;
};

/// A database file in its own directory. Like a temp_dir, the directory is
/// removed when the test passes and kept when it fails.
class [[nodiscard]] scoped_database {
 public:
  /// An empty database. Throws error when it cannot be written.
  scoped_database();
  /// A copy of the template. Throws error when it cannot be written.
  explicit scoped_database(const template_database& source);

  /// The path of the file, to pass to SQLite.
  [[nodiscard]] const std::string& path() const noexcept { return path_; }
  /// A new connection to it. Throws error.
  connection connect() const { return connection(path_); }

 private:
  temp_dir directory_;
  std::string path_;
};

/// A database file that the tests of one worker use one after the other. The
/// first of them creates it; each later test finds what the previous one left,
/// even after a crash. Two objects of the same name in one test share the file.
/// It is removed with the run.
///
/// Not promised: a fresh database; call reset() for one.
class worker_database {
 public:
  /// Empty when this is the first. Throws error when it cannot be written.
  explicit worker_database(std::string_view name);
  /// A copy of the template when this is the first. Throws error when it cannot
  /// be written.
  worker_database(std::string_view name, const template_database& source);

  /// The path of the file, to pass to SQLite.
  [[nodiscard]] const std::string& path() const noexcept { return path_; }
  /// A new connection to it. Throws error.
  connection connect() const { return connection(path_); }

  /// Makes the database empty, or a copy of the template, again. Connections
  /// that are still open keep the old content and can no longer write. Throws
  /// error when the file cannot be written. Two threads must not call it at the
  /// same time.
  void reset();

 private:
  void make();

  std::string path_;
  std::string source_;
};

/// A transaction around a test: all changes on the connection are rolled back
/// at the end and never committed, even after a crash.
///
/// Code under test may use transactions. Its BEGIN, COMMIT and ROLLBACK become
/// savepoints: changes that it rolls back are gone, changes that it commits
/// last until the session ends. Statements that SQLite would refuse (COMMIT
/// without BEGIN, a foreign key violated at COMMIT) and statements that end the
/// whole transaction (INSERT OR ROLLBACK) are problems, which fail the running
/// test.
///
/// The session uses the connection's authorizer, trace, commit and rollback
/// hooks and clears them at its end; replacing them is also a problem. During
/// the session sqlite3_get_autocommit() is 0, PRAGMA journal_mode and VACUUM do
/// not work, and another connection to the file sees no change and may find it
/// locked. Threads and fork: as for the connection.
class [[nodiscard]] transaction_session {
 public:
  /// The connection must outlive the session. Throws error while a transaction
  /// is open on it, and when SQLite cannot begin one.
  explicit transaction_session(connection& on);
  explicit transaction_session(sqlite3* on);

  transaction_session(transaction_session&& other) noexcept;
  transaction_session& operator=(transaction_session&& other) noexcept;
  transaction_session(const transaction_session&) = delete;
  transaction_session& operator=(const transaction_session&) = delete;

  /// Rolls back. Problems fail the running test. Where no test is running, they
  /// are printed on stderr and the program ends with status 1.
  ~transaction_session();

  /// Rolls back now, and throws error that lists the problems, if any. A second
  /// call, and the destructor after it, do nothing.
  void finish();

 private:
  struct state;
  std::unique_ptr<state> state_;
};

}  // namespace parallel_testing::sqlite
