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
/// Not promised: durability. Connections made here do not wait for the disk,
/// because the files live no longer than their run.

struct sqlite3;  // of <sqlite3.h>, which this header does not need

namespace parallel_testing::sqlite {

/// An open database. Names are those of sqlite3_open_v2() with URIs: a path is
/// made when missing, ":memory:" and "" are private to the connection and
/// never changed, "file:…?mode=memory&cache=shared" is private to the process.
///
/// Waits 10 s for other connections that hold a lock. Throws error. As safe
/// across threads as SQLite was built; never used after fork.
class [[nodiscard]] connection {
 public:
  explicit connection(const std::string& name);
  connection(connection&& other) noexcept;
  connection& operator=(connection&& other) noexcept;
  connection(const connection&) = delete;
  connection& operator=(const connection&) = delete;
  ~connection();

  /// For everything else SQLite can do; owned by this object.
  sqlite3* native() const noexcept { return native_; }

  /// Runs one or more statements. Throws error with the statement.
  void execute(std::string_view sql);

  /// The first column of the first row, "" when it is NULL or there is none.
  std::string value(std::string_view sql);

 private:
  sqlite3* native_;
};

/// A database that is built once per run, by the first test that needs it, and
/// then copied. Write-ahead logs are folded in; the journal mode is copied.
class template_database {
 public:
  /// Built by SQL. Another text under the same name is another template.
  template_database(std::string_view name, std::string_view sql);

  /// Built by a function, which may also open the path of the connection.
  /// One name stands for one function in all programs of the run.
  template_database(std::string_view name,
                    const std::function<void(connection&)>& build);

  /// The finished file. Shared with other tests: for reading only.
  const std::string& path() const noexcept { return path_; }

 private:
  std::string path_;
};

/// A database file in its own directory, kept when the test fails.
class [[nodiscard]] scoped_database {
 public:
  /// Empty, or a copy. Throws error.
  scoped_database();
  explicit scoped_database(const template_database& source);

  const std::string& path() const noexcept { return path_; }
  connection connect() const { return connection(path_); }

 private:
  temp_dir directory_;
  std::string path_;
};

/// A database file that the tests of one worker use one after the other. It is
/// made by the first of them and holds what the former left. Two with the same
/// name in one test are the same file.
class worker_database {
 public:
  explicit worker_database(std::string_view name);
  worker_database(std::string_view name, const template_database& source);

  const std::string& path() const noexcept { return path_; }
  connection connect() const { return connection(path_); }

  /// As it was made: empty, or the template again. Connections that are still
  /// open keep the former content and cannot write any more.
  void reset();

 private:
  void make();

  std::string path_;
  std::string source_;
};

/// Everything done on one connection is rolled back at the end, also after a
/// failed assertion, an exception or a crash.
///
/// BEGIN, COMMIT and ROLLBACK of the code under test become savepoints inside:
/// what it rolls back is gone, what it commits is there until the end. What
/// SQLite would refuse (COMMIT without BEGIN, a foreign key violated at
/// COMMIT), and what ends the whole transaction (INSERT OR ROLLBACK), fails
/// the running test. Nothing is ever committed.
///
/// Uses the connection's authorizer, trace, commit and rollback hooks, and
/// clears them at its end. sqlite3_get_autocommit() tells that a transaction
/// is open. PRAGMA journal_mode and VACUUM do not work inside of one, and
/// another connection to the file sees nothing and may find it locked.
class [[nodiscard]] transaction_session {
 public:
  /// Both must outlive the session. Throws error when a transaction is open.
  explicit transaction_session(connection& on);
  explicit transaction_session(sqlite3* on);

  transaction_session(transaction_session&& other) noexcept;
  transaction_session& operator=(transaction_session&& other) noexcept;
  transaction_session(const transaction_session&) = delete;
  transaction_session& operator=(const transaction_session&) = delete;

  /// Rolls back. Problems fail the running test; outside of one they are
  /// reported on stderr and the program ends with status 1.
  ~transaction_session();

  /// The same now, but throws error with the problems.
  void finish();

 private:
  struct state;
  std::unique_ptr<state> state_;
};

}  // namespace parallel_testing::sqlite

#endif
