// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "postgresql/client/leftovers.hpp"

#include <algorithm>
#include <parallel_testing/error.hpp>
#include <parallel_testing/once.hpp>

#include "base/format.hpp"
#include "base/os.hpp"
#include "postgresql/client/connection.hpp"
#include "postgresql/client/objects.hpp"
#include "postgresql/client/template_uses.hpp"
#include "process/process.hpp"

namespace parallel_testing::postgresql {

namespace {

constexpr const char* our_databases =
    "SELECT datname, shobj_description(oid, 'pg_database') FROM pg_database "
    "WHERE shobj_description(oid, 'pg_database') LIKE 'parallel\\_testing%' "
    "OR datname LIKE 'pt\\_%'";
constexpr const char* our_schemas =
    "SELECT nspname, obj_description(oid, 'pg_namespace') FROM pg_namespace "
    "WHERE obj_description(oid, 'pg_namespace') LIKE 'parallel\\_testing %'";

std::vector<std::string> dead_databases(connection& on) {
  std::vector<std::string> names;
  for (const auto& [name, comment] : pairs(on, our_databases)) {
    const ownership_mark mark = comment.empty() ? parse_unfinished_name(name)
                                                : parse_ownership_mark(comment);
    if (is_of_a_dead_run(mark)) {
      names.push_back(name);
    }
  }
  return names;
}

std::vector<std::string> dead_schemas(connection& on) {
  std::vector<std::string> names;
  for (const auto& [name, comment] : pairs(on, our_schemas)) {
    if (is_of_a_dead_run(parse_ownership_mark(comment))) {
      names.push_back(name);
    }
  }
  return names;
}

std::vector<std::string> unused_templates(connection& on) {
  std::vector<template_record> records;
  for (const auto& [name, comment] : pairs(on, our_databases)) {
    records.push_back(parse_template_record(name, comment));
  }
  return superseded(records, process::current().config().retention,
                    is_of_a_dead_run);
}

void drop_schema(connection& on, const std::string& name) {
  on.execute(
      fmt::format("DROP SCHEMA IF EXISTS {} CASCADE", quote_identifier(name)));
}

/// Drops the template if no other process builds it or records a use, and if it
/// is still unused.
void drop_template(connection& on, const std::string& name) {
  const std::int64_t number = lock_number_of(name);
  if (on.value(fmt::format("SELECT pg_try_advisory_lock({})", number)) != "t") {
    return;
  }
  const std::vector<std::string> unused = unused_templates(on);
  if (std::count(unused.begin(), unused.end(), name) != 0) {
    drop_database(on, name);
  }
  on.execute(fmt::format("SELECT pg_advisory_unlock({})", number));
}

/// Drops each of them; one that cannot be dropped is reported.
template <class Drop>
void collect(connection& on, const std::vector<std::string>& names,
             collect_mode mode, const Drop& drop,
             std::vector<std::string>& collected) {
  for (const std::string& name : names) {
    try {
      if (mode == collect_mode::drop) {
        drop(on, name);
      }
      collected.push_back(name);
    } catch (const error& problem) {
      os::say(problem.what());
    }
  }
}

std::vector<std::string> collect_all(collect_mode mode,
                                     const connection_settings& on) {
  connection open(on);
  std::vector<std::string> names;
  collect(open, dead_databases(open), mode, drop_database, names);
  collect(open, dead_schemas(open), mode, drop_schema, names);
  const std::vector<std::string> unused = unused_templates(open);
  if (unused.empty()) {
    return names;
  }
  // All processes lock templates in this database.
  connection locking(on.with("dbname", "postgres"));
  collect(locking, unused, mode, drop_template, names);
  return names;
}

}  // namespace

void detail::visit_leftovers(collect_mode mode, const connection_settings& on,
                             void (*visit)(void* context,
                                           const std::string& name),
                             void* context) {
  for (const std::string& name : collect_all(mode, on)) {
    visit(context, name);
  }
}

void collect_once(const connection_settings& on) {
  try {
    once_per_run(fmt::format("postgresql collect {}", on.description()), [&] {
      return std::to_string(collect_leftovers(collect_mode::drop, on).size());
    });
  } catch (const error& problem) {
    // Two runs may collect at the same time. The next run finds what this one
    // missed.
    os::say(problem.what());
  }
}

}  // namespace parallel_testing::postgresql
