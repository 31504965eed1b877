// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

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
/// Not promised: that the server already runs; ensure_ready() waits for it.

struct pg_conn;  ///< PGconn of <libpq-fe.h>, which this header does not need

namespace parallel_testing::postgresql {

/// How to connect: libpq's keywords and values. An object never changes; a copy
/// shares its keywords and costs no more than a pointer. Safe in every thread.
class connection_settings {
 public:
  /// Returns the first of these that is available:
  ///
  /// 1. DATABASE_URL;
  /// 2. PGHOST, PGHOSTADDR or PGSERVICE with the other variables of libpq;
  /// 3. the server that the fixture `fixture` of this run started; with "", the
  ///    only server that a fixture started;
  /// 4. libpq's defaults, but only with "".
  ///
  /// A test marked `fixture:<name>` gets these variables for that server, with
  /// its own database. Variables that a fixture set are skipped here: the
  /// settings then name the server's database `postgres`. Reads the environment
  /// at each call. Throws error when DATABASE_URL cannot be parsed, when the
  /// fixture started no server, and when fixtures started several and `fixture`
  /// is "".
  static connection_settings from_environment(std::string_view fixture = "");

  /// From "host=… dbname=…" or "postgresql://…". Throws error when libpq cannot
  /// parse it; the message does not quote the text.
  explicit connection_settings(const std::string& conninfo);

  /// Moving is copying, so that an object always has its keywords.
  connection_settings(const connection_settings&) = default;
  connection_settings& operator=(const connection_settings&) = default;
  ~connection_settings() = default;

  /// New settings with one keyword changed, such as "dbname". An unknown
  /// keyword makes connecting fail.
  [[nodiscard]] connection_settings with(const std::string& keyword,
                                         const std::string& value) const;

  /// The value of a keyword; "" when it is not set and libpq uses its default.
  [[nodiscard]] std::string value(const std::string& keyword) const;

  /// New settings for clients that cannot use a Unix socket: 127.0.0.1 replaces
  /// the socket; settings whose host is not a socket stay the same. The server
  /// of a fixture also listens there, at the same value("port"), and requires
  /// value("password").
  [[nodiscard]] connection_settings over_tcp() const;

  /// A connection string for libpq and for libraries based on it. Unless the
  /// settings state otherwise, it sets application_name() and a connect_timeout
  /// of 10 s. It contains the password, if there is one: never print it.
  [[nodiscard]] std::string conninfo() const;

  /// "host h, port 5432, database d, user u", for messages.
  [[nodiscard]] std::string description() const;

 private:
  struct keywords;
  std::shared_ptr<const keywords> values_;  ///< never changed
};

/// An open connection. Only one thread at a time may use it, and a forked child
/// must not. The server rolls back an open transaction when the process dies.
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
  [[nodiscard]] pg_conn* native() const noexcept { return native_; }

  /// Runs one or more statements, which form one transaction unless they
  /// contain transaction commands (PostgreSQL, "Simple Query"). Waits without a
  /// time limit. Throws error with description(), the server's message and the
  /// statement.
  void execute(const std::string& sql);

  /// Like execute(); returns the first column of the first row of the last
  /// statement, "" when it is NULL or there is no row.
  std::string value(const std::string& sql);

 private:
  pg_conn* native_;
};

/// `name` as an SQL identifier, in double quotes.
std::string quote_identifier(std::string_view name);

/// "<test>@<worker>", at most the 63 bytes of application_name (NAMEDATALEN -
/// 1): a long test name is shortened, and '?' replaces each character that is
/// not printable ASCII, as PostgreSQL would. Pure.
std::string application_name(std::string_view test, std::string_view worker);

}  // namespace parallel_testing::postgresql
