// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "postgresql/objects.hpp"

#include <parallel_testing/error.hpp>
#include <parallel_testing/once.hpp>

#include "format.hpp"
#include "os.hpp"
#include "postgresql/connection.hpp"
#include "postgresql/ownership.hpp"

namespace parallel_testing::postgresql {

namespace {

constexpr const char* marked_databases =
    "SELECT datname, shobj_description(oid, 'pg_database') FROM pg_database "
    "WHERE shobj_description(oid, 'pg_database') LIKE 'parallel\\_testing %'";
constexpr const char* marked_schemas =
    "SELECT nspname, obj_description(oid, 'pg_namespace') FROM pg_namespace "
    "WHERE obj_description(oid, 'pg_namespace') LIKE 'parallel\\_testing %'";

void collect(connection& on, kind which, collect_mode mode,
             std::vector<std::string>& names) {
  const std::string place = own_mark().place;
  const rows found =
      pairs(on, which == kind::database ? marked_databases : marked_schemas);
  for (const auto& [name, comment] : found) {
    if (!is_left_over(parse_ownership_mark(comment), place)) continue;
    names.push_back(name);
    if (mode == collect_mode::only_list) continue;
    if (which == kind::database) {
      drop_database(on, name);
    } else {
      on.execute(fmt::format("DROP SCHEMA IF EXISTS {} CASCADE",
                             quote_identifier(name)));
    }
  }
}

}  // namespace

const char* word_of(kind which) {
  return which == kind::database ? "DATABASE" : "SCHEMA";
}

void mark(connection& on, kind which, const std::string& name) {
  on.execute(fmt::format("COMMENT ON {} {} IS {}", word_of(which),
                         quote_identifier(name),
                         literal(on, to_text(own_mark()))));
}

void create_database(const connection_settings& on, const std::string& name,
                     const std::string& source) {
  connection open(on);
  drop_database(open, name);
  const std::string from =
      source.empty() ? ""
                     : fmt::format(" TEMPLATE {}", quote_identifier(source));
  execute_when_free(
      open, fmt::format("CREATE DATABASE {}{}", quote_identifier(name), from));
  mark(open, kind::database, name);
}

void drop_database(connection& on, const std::string& name) {
  // A template must stop being one first; on others this does nothing.
  succeeds(on.native(), fmt::format("ALTER DATABASE {} IS_TEMPLATE false",
                                    quote_identifier(name)));
  execute_when_free(on, fmt::format("DROP DATABASE IF EXISTS {} WITH (FORCE)",
                                    quote_identifier(name)));
}

std::vector<std::string> collect_leftovers(collect_mode mode,
                                           const connection_settings& on) {
  connection open(on);
  std::vector<std::string> names;
  collect(open, kind::database, mode, names);
  collect(open, kind::schema, mode, names);
  return names;
}

void collect_once(const connection_settings& on) {
  try {
    once_per_run(fmt::format("postgresql collect {}", on.description()), [&] {
      return std::to_string(collect_leftovers(collect_mode::drop, on).size());
    });
  } catch (const error& problem) {
    // Two runs may collect at once; what one misses the next one finds.
    os::say(problem.what());
  }
}

}  // namespace parallel_testing::postgresql
