// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_SRC_POSTGRESQL_OBJECTS_HPP
#define PARALLEL_TESTING_SRC_POSTGRESQL_OBJECTS_HPP

#include <parallel_testing/postgresql.hpp>
#include <string>

// Databases and schemas that carry our mark.
namespace parallel_testing::postgresql {

enum class kind { database, schema };

/// "DATABASE" or "SCHEMA".
const char* word_of(kind which);

/// Writes own_mark() on it. Throws error.
void mark(connection& on, kind which, const std::string& name);

/// CREATE DATABASE, a clone unless `source` is "", with our mark. Connects to
/// the database that `on` names, which is never the new one. Throws error.
void create_database(const connection_settings& on, const std::string& name,
                     const std::string& source);

/// Drops it with all connections to it, if it is there.
void drop_database(connection& on, const std::string& name);

/// Collects once per run and server what dead runs left.
void collect_once(const connection_settings& on);

}  // namespace parallel_testing::postgresql

#endif
