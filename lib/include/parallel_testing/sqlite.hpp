// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_SQLITE_HPP
#define PARALLEL_TESTING_SQLITE_HPP

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

struct sqlite3;  // of <sqlite3.h>, which this header does not need

namespace parallel_testing::sqlite {

/// An open connection to a database. It waits up to 10 s for other connections
/// that hold a lock. It is as safe across threads as SQLite was built; a child
/// made by fork must not use it. A crash of the process undoes the open
/// transaction and no more.
class [[nodiscard]] connection {
 public:
  /// Opens `name` as sqlite3_open_v2() does with URIs: a path whose file does
  /// not exist is made, ":memory:" and "" are private to the connection, and
  /// "file:…?mode=memory&cache=shared" is private to the process. Throws error
  /// with the path and SQLite's reason.
  explicit connection(const std::string& name);
  connection(connection&& other) noexcept;
  connection& operator=(connection&& other) noexcept;
  connection(const connection&) = delete;
  connection& operator=(const connection&) = delete;
  ~connection();

  /// The handle for everything else that SQLite can do; this object closes it.
  sqlite3* native() const noexcept { return native_; }

  /// Runs one or more statements in turn. Throws error with database, reason
  /// and statement for the first that fails; those before it stay done.
  void execute(std::string_view sql);

  /// Like execute(); returns the first column of the first row of the last
  /// statement as text, "" when it is NULL or there is no row.
  std::string value(std::string_view sql);

 private:
  sqlite3* native_;
};

/// A database that the first test of a run that needs it builds, and that the
/// others copy. No test sees it half built, also after a crash. Write-ahead
/// logs are folded in; the journal mode is copied.
///
/// Making one throws error as once_per_run() does: when building fails, all
/// tests of the run get its message; a test waits at most default_once_limit
/// for the one that builds.
class template_database {
 public:
  /// Built by SQL. Another text with the same name is another template.
  template_database(std::string_view name, std::string_view sql);

  /// Built by a function, which may also open the file of its connection. One
  /// name stands for one function in all programs of the run.
  template_database(std::string_view name,
                    const std::function<void(connection&)>& build);

  /// The finished file. Other tests copy it, so only read it.
  const std::string& path() const noexcept { return path_; }

 private:
  std::string path_;
};

/// A database file in its own directory, which lives and stays like a temp_dir:
/// removed when the test passed, kept when it failed.
class [[nodiscard]] scoped_database {
 public:
  /// An empty database. Throws error when it cannot be written.
  scoped_database();
  /// A copy of the template. Throws error when it cannot be written.
  explicit scoped_database(const template_database& source);

  /// The file, as SQLite takes it.
  const std::string& path() const noexcept { return path_; }
  /// A new connection to it. Throws error.
  connection connect() const { return connection(path_); }

 private:
  temp_dir directory_;
  std::string path_;
};

/// A database file that the tests of one worker use one after the other. The
/// first of them makes it; it holds what the test before left, also after a
/// crash. Two objects of one name in one test are the same file. Removed with
/// the run.
///
/// Not promised: a fresh database; call reset() for one.
class worker_database {
 public:
  /// Empty when this is the first. Throws error when it cannot be written.
  explicit worker_database(std::string_view name);
  /// A copy of the template when this is the first. Throws error when it cannot
  /// be written.
  worker_database(std::string_view name, const template_database& source);

  /// The file, as SQLite takes it.
  const std::string& path() const noexcept { return path_; }
  /// A new connection to it. Throws error.
  connection connect() const { return connection(path_); }

  /// Makes it empty, or a copy of the template, again. Connections that are
  /// still open keep the content from before and cannot write any more. Throws
  /// error when it cannot be written. Not while another thread does the same.
  void reset();

 private:
  void make();

  std::string path_;
  std::string source_;
};

/// A transaction around a test: what happens on the connection is rolled back
/// at the end, and never committed, also after a crash.
///
/// Code under test may use transactions. Its BEGIN, COMMIT and ROLLBACK become
/// savepoints: what it rolls back is gone, what it commits is there until the
/// session ends. What SQLite would refuse (COMMIT without BEGIN, a foreign key
/// violated at COMMIT) and what ends the whole transaction (INSERT OR ROLLBACK)
/// is a problem, which fails the running test.
///
/// The session uses the connection's authorizer, trace, commit and rollback
/// hooks and clears them at its end; taking them away is a problem as well.
/// Inside of it sqlite3_get_autocommit() is 0, PRAGMA journal_mode and VACUUM
/// do not work, and another connection to the file sees no change and may find
/// it locked. Threads and fork: as for the connection.
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

  /// Rolls back. Problems fail the running test; without one they are printed
  /// on stderr and the program ends with status 1.
  ~transaction_session();

  /// Rolls back now, and throws error with the problems. A second call, and the
  /// destructor after it, do nothing.
  void finish();

 private:
  struct state;
  std::unique_ptr<state> state_;
};

}  // namespace parallel_testing::sqlite

#endif
