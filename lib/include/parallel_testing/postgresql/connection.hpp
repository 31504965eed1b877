// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_POSTGRESQL_CONNECTION_HPP
#define PARALLEL_TESTING_POSTGRESQL_CONNECTION_HPP

#ifdef PARALLEL_TESTING_POSTGRESQL_IS_MISSING
#error \
    "ParallelTesting::postgresql needs libpq, which CMake did not find: install libpq-dev (Debian, Ubuntu) or put PostgreSQL on CMAKE_PREFIX_PATH, and configure again"
#endif

#include <memory>
#include <parallel_testing/error.hpp>  // IWYU pragma: export
#include <parallel_testing/requires_cxx17.hpp>
#include <parallel_testing/same_layout.hpp>
#include <string>
#include <string_view>

/// Where a PostgreSQL server is, and an open connection to it.
///
///     namespace pg = parallel_testing::postgresql;
///     const auto server = pg::connection_settings::from_environment();
///     pg::connection open(server.with("dbname", "orders"));
///     open.execute("CREATE TABLE orders (item text)");
///
/// Not promised: that the server is there; ensure_ready() waits for it.

struct pg_conn;  // PGconn of <libpq-fe.h>, which this header does not need

namespace parallel_testing::postgresql {

/// How to connect: libpq's keywords and values. An object never changes; a copy
/// shares its keywords and costs no more than a pointer. Safe in every thread.
class connection_settings {
 public:
  /// The first of these that is there:
  ///
  /// 1. DATABASE_URL;
  /// 2. PGHOST, PGHOSTADDR or PGSERVICE with the other variables of libpq;
  /// 3. the server that the fixture `fixture` of this run started, or with ""
  ///    the only one that a fixture started;
  /// 4. libpq's defaults, but only with "".
  ///
  /// A test marked `fixture:<name>` gets these variables for that server, with
  /// its own database. They do not count here: the settings name the server's
  /// database `postgres`. Reads the environment at each call. Throws error when
  /// DATABASE_URL cannot be read, when the fixture started no server, and when
  /// fixtures started several and `fixture` is "".
  static connection_settings from_environment(std::string_view fixture = "");

  /// From "host=… dbname=…" or "postgresql://…". Throws error, which does not
  /// quote the text, when libpq cannot read it.
  explicit connection_settings(const std::string& conninfo);

  // Moving copies, so that an object always has its keywords.
  connection_settings(const connection_settings&) = default;
  connection_settings& operator=(const connection_settings&) = default;
  ~connection_settings() = default;

  /// New settings with one keyword changed, such as "dbname". An unknown
  /// keyword fails when a connection is made.
  connection_settings with(const std::string& keyword,
                           const std::string& value) const;

  /// The value of a keyword, "" when libpq chooses it.
  std::string value(const std::string& keyword) const;

  /// New settings for clients that cannot use a Unix socket: 127.0.0.1 in its
  /// place, or the same settings where the host is not one. The server of a
  /// fixture also listens there, at the same value("port"), and requires
  /// value("password").
  connection_settings over_tcp() const;

  /// A connection string for libpq and what builds on it. It names the
  /// application application_name() and limits connecting to 10 s unless the
  /// settings do. It contains the password, if there is one: never print it.
  std::string conninfo() const;

  /// "host h, port 5432, database d, user u", for messages.
  std::string description() const;

 private:
  struct keywords;
  std::shared_ptr<const keywords> values_;  ///< never changed
};

/// An open connection. For one thread at a time; a child made by fork must not
/// use it. The server rolls back an open transaction when the process dies.
class [[nodiscard]] connection {
 public:
  /// Connects, by default to connection_settings::from_environment(). Waits at
  /// most 10 s, or the connect_timeout of the settings. Throws error with
  /// description(), the reason without the password, and a remedy.
  explicit connection(
      const connection_settings& to = connection_settings::from_environment());
  connection(connection&& other) noexcept;
  connection& operator=(connection&& other) noexcept;
  connection(const connection&) = delete;
  connection& operator=(const connection&) = delete;
  ~connection();

  /// The handle for everything else that libpq can do; this object closes it.
  pg_conn* native() const noexcept { return native_; }

  /// Runs one or more statements, which are one transaction unless they state
  /// otherwise (PostgreSQL, "Simple Query"). Waits without limit. Throws error
  /// with description(), the server's message and the statement.
  void execute(const std::string& sql);

  /// Like execute(); returns the first column of the first row of the last
  /// statement, "" when it is NULL or there is no row.
  std::string value(const std::string& sql);

 private:
  pg_conn* native_;
};

/// `name` as an identifier in SQL, in double quotes.
std::string quote_identifier(std::string_view name);

/// "<test>@<worker>" within the 63 bytes of application_name (NAMEDATALEN - 1):
/// the test is cut, and '?' stands for what is not printable ASCII, which
/// PostgreSQL would replace. Pure.
std::string application_name(std::string_view test, std::string_view worker);

}  // namespace parallel_testing::postgresql

#endif
