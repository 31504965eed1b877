// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_POSTGRESQL_HPP
#define PARALLEL_TESTING_POSTGRESQL_HPP

#ifdef PARALLEL_TESTING_POSTGRESQL_IS_MISSING
#error \
    "ParallelTesting::postgresql needs libpq, which CMake did not find: install libpq-dev (Debian, Ubuntu) or put PostgreSQL on CMAKE_PREFIX_PATH, and configure again"
#endif

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <parallel_testing/error.hpp>  // IWYU pragma: export
#include <parallel_testing/requires_cxx17.hpp>
#include <string>
#include <string_view>
#include <vector>

/// PostgreSQL for parallel tests; link ParallelTesting::postgresql.
///
///     namespace pg = parallel_testing::postgresql;
///     pg::template_database schema("orders", "CREATE TABLE orders …");
///     pg::scoped_database mine(schema);           // a database of this test
///     my::orders orders(mine.settings().conninfo());
///
///     pg::connection open;                        // or roll back instead:
///     pg::transaction_session session(open);      // nothing is kept
///
/// Every name is quoted. No message, event or command line contains a
/// password. Not promised: clean-up by a test that was killed; the next run on
/// this machine drops what it left, and only that.

struct pg_conn;  // PGconn of <libpq-fe.h>, which this header does not need

namespace parallel_testing::postgresql {

/// How to connect: libpq's keywords and values. A value; copies are cheap.
class connection_settings {
 public:
  /// In this order: DATABASE_URL; PGHOST, PGHOSTADDR or PGSERVICE and the
  /// other variables of libpq; the server that a fixture of this run started
  /// (the only one, or `fixture`); libpq's defaults. Throws error when the
  /// variable cannot be read or the fixture started no server.
  static connection_settings from_environment(std::string_view fixture = "");

  /// From "host=… dbname=…" or "postgresql://…". Throws error.
  explicit connection_settings(const std::string& conninfo);

  /// A copy with one keyword changed, such as "dbname".
  connection_settings with(const std::string& keyword,
                           const std::string& value) const;

  /// The value of a keyword, "" when libpq chooses it.
  std::string value(const std::string& keyword) const;

  /// For libpq and what builds on it; names the application "<test>@gw0". It
  /// contains the password, if there is one: never print it.
  std::string conninfo() const;

  /// "host h, port 5432, database d, user u", for messages.
  std::string description() const;

 private:
  std::map<std::string, std::string> values_;
};

/// An open connection. Throws error with description(), the server's message
/// and the statement. One thread at a time, and never used after fork.
class [[nodiscard]] connection {
 public:
  /// Waits at most 10 s, or the connect_timeout of the settings.
  explicit connection(
      const connection_settings& to = connection_settings::from_environment());
  connection(connection&& other) noexcept;
  connection& operator=(connection&& other) noexcept;
  connection(const connection&) = delete;
  connection& operator=(const connection&) = delete;
  ~connection();

  /// For everything else libpq can do; owned by this object.
  pg_conn* native() const noexcept { return native_; }

  /// Runs one or more statements.
  void execute(const std::string& sql);

  /// The first column of the first row, "" when it is NULL or there is none.
  std::string value(const std::string& sql);

 private:
  pg_conn* native_;
};

/// `name` as an identifier in SQL, with its quotes.
std::string quote_identifier(std::string_view name);

/// "<test>@<worker>" within the 63 bytes of application_name: the test is cut,
/// and what is not printable ASCII, which PostgreSQL would replace, is '?'.
std::string application_name(std::string_view test, std::string_view worker);

/// What a test program needs of the server; see ensure_ready().
struct requirements {
  enum class missing_extensions { create, report };

  int minimum_version = 0;  ///< as server_version_num: 150000
  std::vector<std::string> extensions;
  missing_extensions when_missing = missing_extensions::create;
  int connections_per_worker = 0;
  std::chrono::milliseconds limit = std::chrono::seconds(10);
};

/// Connects, trying again until the limit while nobody answers, and checks
/// everything. Throws one error that names host, port, database and user, all
/// that is missing and what would mend it.
void ensure_ready(
    const requirements& needed,
    const connection_settings& to = connection_settings::from_environment());

/// Everything done on one connection is rolled back at the end, also after a
/// failed assertion, an exception or a crash.
///
/// A COMMIT of the code under test is refused by the server and fails the
/// running test; so does a ROLLBACK of the whole transaction, behind which
/// every change is refused. Nothing is ever committed. Savepoints work. Code
/// that ends transactions on purpose wants a scoped_database.
///
/// Not for CLOSE ALL: a cursor is what refuses. A COMMIT behind it is kept,
/// and still fails the test.
class [[nodiscard]] transaction_session {
 public:
  /// Both must outlive the session. Throws error when a transaction is open.
  explicit transaction_session(connection& on);
  explicit transaction_session(pg_conn* on);

  transaction_session(transaction_session&& other) noexcept;
  transaction_session& operator=(transaction_session&& other) noexcept;
  transaction_session(const transaction_session&) = delete;
  transaction_session& operator=(const transaction_session&) = delete;

  /// Rolls back. Problems fail the running test; outside of one they are said
  /// on stderr and the program ends with status 1.
  ~transaction_session();

  /// The same now, but throws error with the problems.
  void finish();

 private:
  std::string end() noexcept;

  pg_conn* on_;
};

/// A schema of its own in an existing database, dropped at the end.
class [[nodiscard]] scoped_schema {
 public:
  explicit scoped_schema(
      const connection_settings& in = connection_settings::from_environment());
  scoped_schema(const scoped_schema&) = delete;
  scoped_schema& operator=(const scoped_schema&) = delete;
  ~scoped_schema();

  const std::string& name() const noexcept { return name_; }

  /// Connections made with these have it first, and alone, on their
  /// search_path.
  const connection_settings& settings() const noexcept { return settings_; }

 private:
  std::string name_;
  connection_settings settings_;
};

/// Until when a template is used.
enum class reuse {
  within_run,  ///< built again by the next run
  across_runs  ///< built again when its inputs change; stays on the server
};

/// A database that is built once, by the first test that needs it, and cloned.
/// Others never see it half built. Throws error.
class template_database {
 public:
  using builder = std::function<void(connection&)>;

  /// Built by SQL; another text is another template.
  template_database(
      std::string_view name, const std::string& sql,
      reuse until = reuse::within_run,
      const connection_settings& on = connection_settings::from_environment());

  /// Built by a function that does the same whenever `inputs` is the same,
  /// such as the text of all migrations.
  template_database(
      std::string_view name, const std::string& inputs, const builder& build,
      reuse until = reuse::within_run,
      const connection_settings& on = connection_settings::from_environment());

  /// Of the database in the server.
  const std::string& name() const noexcept { return name_; }
  const connection_settings& settings() const noexcept { return settings_; }

 private:
  std::string name_;
  connection_settings settings_;
};

/// A database of its own, dropped at the end with all connections to it.
class [[nodiscard]] scoped_database {
 public:
  /// Empty, or a clone. Throws error.
  explicit scoped_database(
      const connection_settings& on = connection_settings::from_environment());
  explicit scoped_database(const template_database& source);
  scoped_database(const scoped_database&) = delete;
  scoped_database& operator=(const scoped_database&) = delete;
  ~scoped_database();

  const std::string& name() const noexcept { return name_; }
  const connection_settings& settings() const noexcept { return settings_; }

 private:
  std::string name_;
  connection_settings settings_;
};

/// A database that the tests of one worker use one after the other: cloned by
/// the first of them, it holds what the former left. The next run drops it.
class worker_database {
 public:
  explicit worker_database(const template_database& source);

  const std::string& name() const noexcept { return name_; }
  const connection_settings& settings() const noexcept { return settings_; }

  /// The template again; ends all connections to it.
  void reset();

  /// Empties all tables and starts their sequences again. Quicker than reset()
  /// for few tables, but what the template put into them is gone, too.
  void truncate();

 private:
  std::string name_;
  std::string template_;
  connection_settings settings_;
};

/// Whether leftovers are dropped or only named.
enum class collect_mode { drop, only_list };

/// Drops the databases and schemas that runs left which are provably dead: of
/// this machine, their ctest gone. Returns their names; with `only_list` it
/// drops nothing. Done by itself once per run and server.
std::vector<std::string> collect_leftovers(
    collect_mode mode = collect_mode::drop,
    const connection_settings& on = connection_settings::from_environment());

}  // namespace parallel_testing::postgresql

#endif
