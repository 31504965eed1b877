// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_POSTGRESQL_DATABASES_HPP
#define PARALLEL_TESTING_POSTGRESQL_DATABASES_HPP

#include <functional>
#include <parallel_testing/postgresql/connection.hpp>
#include <string>
#include <string_view>

/// Schemas and databases for one test or one worker; see
/// parallel_testing/postgresql.hpp.

namespace parallel_testing::postgresql {

/// A new schema in an existing database, dropped at the end.
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

/// How long a template is used.
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

/// A new database, dropped at the end with all connections to it.
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
  /// for few tables, but it also removes what the template put there. Tables
  /// that belong to an extension keep their rows; one that refers to another
  /// table makes it throw.
  void truncate();

 private:
  std::string name_;
  std::string template_;
  connection_settings settings_;
};

}  // namespace parallel_testing::postgresql

#endif
