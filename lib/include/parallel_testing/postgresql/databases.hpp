// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <functional>
#include <parallel_testing/postgresql/connection.hpp>
#include <string>
#include <string_view>

/// Schemas and databases for one test or one worker.
///
///     namespace pg = parallel_testing::postgresql;
///     pg::template_database schema("orders", "CREATE TABLE orders …");
///     pg::scoped_database mine(schema);
///     pg::connection open(mine.settings());
///
/// Each constructor connects to the server of the settings, by default
/// connection_settings::from_environment(), and throws error when the settings
/// cannot be read, when the server cannot be reached, and when it refuses, for
/// example because the role lacks CREATEDB. The first object of a run on a
/// server also drops what dead runs left there; see collect_leftovers(). Every
/// thread may use these classes; only one at a time may use an object. A forked
/// child drops nothing.
///
/// Not promised: clean-up by a test that was killed. The next run on this
/// machine cleans up.

namespace parallel_testing::postgresql {

/// A new schema in an existing database. Its destructor drops the schema with
/// everything in it; a failure is reported on stderr.
class [[nodiscard]] scoped_schema {
 public:
  /// Creates the schema in the database of `in`. Throws error as above, also
  /// when the role lacks CREATE on that database.
  explicit scoped_schema(
      const connection_settings& in = connection_settings::from_environment());
  scoped_schema(const scoped_schema&) = delete;
  scoped_schema& operator=(const scoped_schema&) = delete;
  ~scoped_schema();

  /// At most 63 bytes of [a-z0-9_]; contains test, worker and run.
  [[nodiscard]] const std::string& name() const noexcept { return name_; }

  /// Settings whose connections have this schema alone on their search_path.
  [[nodiscard]] const connection_settings& settings() const noexcept {
    return settings_;
  }

 private:
  std::string name_;
  connection_settings settings_;
};

/// How long a template is used.
enum class reuse {
  within_run,  ///< the next run drops it and builds its own
  across_runs  ///< it stays on the server and is built again when its inputs
               ///< change
};

/// A database that is built by the first test that needs it, and cloned by
/// tests. No test sees it half built, even after a crash. A test waits at most
/// default_once_limit for the test that builds; when the build fails, all tests
/// of the run get an error with its message.
class template_database {
 public:
  /// Fills the new database, through a connection to it.
  using builder = std::function<void(connection&)>;

  /// Built by SQL. A different text with the same name is a different template.
  template_database(
      std::string_view name, const std::string& sql,
      reuse until = reuse::within_run,
      const connection_settings& on = connection_settings::from_environment());

  /// Built by a function. `inputs` identifies what it does, for example the
  /// text of all migrations: with equal inputs the function must do the same.
  /// The caller that runs `build` gets its exceptions.
  template_database(
      std::string_view name, const std::string& inputs, const builder& build,
      reuse until = reuse::within_run,
      const connection_settings& on = connection_settings::from_environment());

  /// The name of the database on the server. The database allows no
  /// connections.
  [[nodiscard]] const std::string& name() const noexcept { return name_; }
  /// The settings that were passed to the constructor: those of the server, not
  /// of this database.
  [[nodiscard]] const connection_settings& settings() const noexcept {
    return settings_;
  }

 private:
  std::string name_;
  connection_settings settings_;
};

/// A new database. Its destructor ends all connections to it and drops it; a
/// failure is reported on stderr.
class [[nodiscard]] scoped_database {
 public:
  /// Creates an empty database through a connection to the database that `on`
  /// names. Throws error as above.
  explicit scoped_database(
      const connection_settings& on = connection_settings::from_environment());
  /// Clones the template, on its server. Throws error as above.
  explicit scoped_database(const template_database& source);
  scoped_database(const scoped_database&) = delete;
  scoped_database& operator=(const scoped_database&) = delete;
  ~scoped_database();

  /// At most 63 bytes of [a-z0-9_]; contains test, worker and run.
  [[nodiscard]] const std::string& name() const noexcept { return name_; }
  /// Settings that connect to it.
  [[nodiscard]] const connection_settings& settings() const noexcept {
    return settings_;
  }

 private:
  std::string name_;
  connection_settings settings_;
};

/// A database that the tests of one worker use one after the other. The first
/// of them clones the template; each later test finds what the previous one
/// left, even after a crash. The next run drops it.
///
/// Not promised: a fresh database; call reset() or truncate() for one.
class worker_database {
 public:
  /// Throws error as above, as once_per_worker() does, and when a database of
  /// that name exists that neither this run nor a dead one created.
  explicit worker_database(const template_database& source);

  /// The database_name() of the template's name.
  [[nodiscard]] const std::string& name() const noexcept { return name_; }
  /// Settings that connect to it.
  [[nodiscard]] const connection_settings& settings() const noexcept {
    return settings_;
  }

  /// Ends all connections to the database and clones the template again. When
  /// it throws error, the database is either unchanged or new.
  void reset();

  /// Empties all tables and restarts their sequences, in one transaction.
  /// Faster than reset() for few tables, but it also removes the rows of the
  /// template. Tables of an extension keep their rows. Throws error where one
  /// of those refers to another table. Waits for transactions that use a table.
  void truncate();

 private:
  std::string name_;
  std::string template_;
  connection_settings settings_;
};

}  // namespace parallel_testing::postgresql
