// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <parallel_testing/postgresql.hpp>
#include <string>

// Creates and drops databases and schemas. They carry an ownership mark from
// the first moment, so that a later run can drop them wherever the process that
// creates them is killed.
namespace parallel_testing::postgresql {

/// Creates a schema with the mark of this run. Throws error.
void create_schema(connection& on, const std::string& name);

/// Creates a database whose name is its mark, and which is a clone unless
/// `source` is "". Returns that name. Throws error.
std::string create_unfinished(connection& on, const std::string& source);

/// Whether a database that already exists is kept.
enum class if_there { keep, replace };

/// Gives an unfinished database its name and its comment in one step. `replace`
/// replaces a database of this run, whose connections it ends, or of a dead
/// run; any other existing database is an error. In all cases, no database
/// named `unfinished` is left. Throws error.
void finish_database(connection& on, const std::string& unfinished,
                     const std::string& name, const std::string& comment,
                     if_there other);

/// Creates or replaces a database with the mark of this run. Connects to the
/// database that `on` names, which must not be the new one. Throws error.
void create_database(const connection_settings& on, const std::string& name,
                     const std::string& source);

/// Drops the database if it exists, and ends all connections to it.
void drop_database(connection& on, const std::string& name);

/// The statement that ends all connections to the database.
std::string ending_connections_to(connection& on, const std::string& database);

}  // namespace parallel_testing::postgresql
