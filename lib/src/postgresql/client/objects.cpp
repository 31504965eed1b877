// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "postgresql/client/objects.hpp"

#include <parallel_testing/error.hpp>
#include <parallel_testing/names.hpp>

#include "base/format.hpp"
#include "postgresql/client/connection.hpp"
#include "postgresql/client/ownership.hpp"

namespace parallel_testing::postgresql {

namespace {

constexpr std::string_view before_worker = "test_";

std::string unfinished_name() {
  const std::string unique = unique_resource_name();
  return to_unfinished_name(own_mark(), unique.substr(before_worker.size()));
}

std::string comment_on_database(connection& on, const std::string& name) {
  return on.value(
      fmt::format("SELECT shobj_description(oid, 'pg_database') FROM "
                  "pg_database WHERE datname = {}",
                  literal(on, name)));
}

/// Both take effect or neither: several statements in one call form one
/// transaction.
std::string naming_commands(connection& on, const std::string& unfinished,
                            const std::string& name,
                            const std::string& comment) {
  const std::string quoted = quote_identifier(unfinished);
  return fmt::format(
      "COMMENT ON DATABASE {} IS {}; ALTER DATABASE {} RENAME TO {}", quoted,
      literal(on, comment), quoted, quote_identifier(name));
}

void require_own(connection& on, const std::string& name) {
  const std::string comment = comment_on_database(on, name);
  const ownership_mark found = parse_ownership_mark(comment);
  if (is_of_this_run(found) || is_of_a_dead_run(found)) {
    return;
  }
  throw error(
      fmt::format("PostgreSQL ({}): a database '{}' already exists that this "
                  "run did not create (its comment is '{}'); drop it if it is "
                  "not needed, or give the template another name",
                  description_of(on.native()), name, comment));
}

/// Replaces the database so that a database of that name exists at every
/// moment.
void replace(connection& on, const std::string& unfinished,
             const std::string& name, const std::string& comment) {
  require_own(on, name);
  const std::string old = unfinished_name();
  execute_when_free(
      on, fmt::format("{}; ALTER DATABASE {} RENAME TO {}; {}",
                      ending_connections_to(on, name), quote_identifier(name),
                      quote_identifier(old),
                      naming_commands(on, unfinished, name, comment)));
  drop_database(on, old);
}

}  // namespace

void create_schema(connection& on, const std::string& name) {
  const std::string quoted = quote_identifier(name);
  // Several statements in one call form one transaction.
  on.execute(fmt::format("CREATE SCHEMA {}; COMMENT ON SCHEMA {} IS {}", quoted,
                         quoted, literal(on, to_text(own_mark()))));
}

std::string create_unfinished(connection& on, const std::string& source) {
  std::string name = unfinished_name();
  const std::string from =
      source.empty() ? ""
                     : fmt::format(" TEMPLATE {}", quote_identifier(source));
  execute_when_free(
      on, fmt::format("CREATE DATABASE {}{}", quote_identifier(name), from));
  return name;
}

void finish_database(connection& on, const std::string& unfinished,
                     const std::string& name, const std::string& comment,
                     if_there other) {
  try {
    const std::string commands = naming_commands(on, unfinished, name, comment);
    const std::string state = try_when_free(on, commands);
    if (state.empty()) {
      return;
    }
    if (state != error_code::duplicate_database) {
      execute_when_free(on, commands);  // throws with the reason
    } else if (other == if_there::keep) {
      drop_database(on, unfinished);
    } else {
      replace(on, unfinished, name, comment);
    }
  } catch (...) {
    succeeds(on.native(), fmt::format("DROP DATABASE IF EXISTS {} WITH (FORCE)",
                                      quote_identifier(unfinished)));
    throw;
  }
}

void create_database(const connection_settings& on, const std::string& name,
                     const std::string& source) {
  connection open(on);
  finish_database(open, create_unfinished(open, source), name,
                  to_text(own_mark()), if_there::replace);
}

void drop_database(connection& on, const std::string& name) {
  const std::string quoted = quote_identifier(name);
  const std::string command =
      fmt::format("DROP DATABASE IF EXISTS {} WITH (FORCE)", quoted);
  if (try_when_free(on, command).empty()) {
    return;
  }
  // A database that a test turned into a template must first stop being one.
  succeeds(on.native(),
           fmt::format("ALTER DATABASE {} IS_TEMPLATE false", quoted));
  execute_when_free(on, command);
}

std::string ending_connections_to(connection& on, const std::string& database) {
  return fmt::format(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = "
      "{}",
      literal(on, database));
}

}  // namespace parallel_testing::postgresql
