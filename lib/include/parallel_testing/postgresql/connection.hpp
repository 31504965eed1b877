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

/// Where a PostgreSQL server is, and an open connection to it; see
/// parallel_testing/postgresql.hpp.

struct pg_conn;  // PGconn of <libpq-fe.h>, which this header does not need

namespace parallel_testing::postgresql {

/// How to connect: libpq's keywords and values. A value; copies are cheap.
class connection_settings {
 public:
  /// In this order: DATABASE_URL; PGHOST, PGHOSTADDR or PGSERVICE and the
  /// other variables of libpq; the server that a fixture of this run started
  /// (the only one, or `fixture`); libpq's defaults. The variables that a test
  /// marked `fixture:<name>` is given for that server do not count: these
  /// settings name its database `postgres`, they the test's own database.
  /// Throws error when the variable cannot be read or the fixture started no
  /// server.
  static connection_settings from_environment(std::string_view fixture = "");

  /// From "host=… dbname=…" or "postgresql://…". Throws error.
  explicit connection_settings(const std::string& conninfo);

  // Moving copies, so that there always are values.
  connection_settings(const connection_settings&) = default;
  connection_settings& operator=(const connection_settings&) = default;
  ~connection_settings() = default;

  /// A copy with one keyword changed, such as "dbname".
  connection_settings with(const std::string& keyword,
                           const std::string& value) const;

  /// The value of a keyword, "" when libpq chooses it.
  std::string value(const std::string& keyword) const;

  /// A copy for clients that cannot use a Unix socket: 127.0.0.1 in the place
  /// of one. The server of a fixture also listens there, at the same
  /// value("port"), and requires value("password").
  connection_settings over_tcp() const;

  /// For libpq and what builds on it; names the application "<test>@gw0". It
  /// contains the password, if there is one: never print it.
  std::string conninfo() const;

  /// "host h, port 5432, database d, user u", for messages.
  std::string description() const;

 private:
  struct keywords;
  std::shared_ptr<const keywords> values_;  ///< never changed
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

}  // namespace parallel_testing::postgresql

#endif
