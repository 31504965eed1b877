// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_SRC_POSTGRESQL_OBJECTS_HPP
#define PARALLEL_TESTING_SRC_POSTGRESQL_OBJECTS_HPP

#include <parallel_testing/postgresql.hpp>
#include <string>

// Databases and schemas that carry our mark: from the first moment, wherever
// the process that makes them is killed.
namespace parallel_testing::postgresql {

/// Makes a schema with our mark. Throws error.
void create_schema(connection& on, const std::string& name);

/// CREATE DATABASE, a clone unless `source` is "", whose name is its mark.
/// Returns that name. Throws error.
std::string create_unfinished(connection& on, const std::string& source);

/// Whether a database that is there already stays.
enum class if_there { keep, replace };

/// Gives an unfinished database its name and a comment, both at once. In the
/// way of `replace` may be one of this run, whose connections are ended, or of
/// a dead one; another is an error. Whatever happens, nothing called
/// `unfinished` is left. Throws error.
void finish_database(connection& on, const std::string& unfinished,
                     const std::string& name, const std::string& comment,
                     if_there other);

/// Makes, or makes anew, a database with our mark. Connects to the database
/// that `on` names, which is never the new one. Throws error.
void create_database(const connection_settings& on, const std::string& name,
                     const std::string& source);

/// Drops it with all connections to it, if it is there.
void drop_database(connection& on, const std::string& name);

/// The statement that ends all connections to it.
std::string ending_connections_to(connection& on, const std::string& database);

}  // namespace parallel_testing::postgresql

#endif
