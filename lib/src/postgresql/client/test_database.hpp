// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <parallel_testing/postgresql.hpp>
#include <string>
#include <vector>

// Creates a database for a program that finds it only by the variables of libpq
// or by DATABASE_URL; see fixture_environment.hpp.
namespace parallel_testing::postgresql {

/// The record that a fixture writes for the tests of its run, one value per
/// line.
struct fixture_record {
  std::string program;  ///< the program that creates databases
  std::string scope;    ///< `worker`, `test` or `shared`
  bool is_own = true;   ///< the fixture started the server
  /// Set up in each database on a server that the fixture did not start.
  std::vector<std::string> extensions;
  std::vector<std::string> sql_files;
};

/// Writes the record to a file. Throws error.
void publish_fixture(const std::string& fixture, const fixture_record& record);

/// Throws error when there is none.
fixture_record read_fixture_record(const std::string& fixture);

void forget_fixture(const std::string& fixture);

struct wanted_database {
  std::string fixture;
  std::string scope;
  std::string name;
  std::string key;
  std::string owner;
  std::string route;
};

/// Creates the database unless it exists, and the file of its variables.
/// `set_up` prepares a database on a server that the fixture did not start.
/// Throws error.
void make_test_database(const wanted_database& wanted,
                        void (*set_up)(const fixture_record&,
                                       const connection_settings&));

/// `postgresql://user:password@host:port/database`, with every part encoded.
std::string url_of(const connection_settings& to);

/// Whether DATABASE_URL, PGHOST and PGPORT have the values that
/// make_test_database() set, so that they do not name a server of the user.
bool is_named_by_fixture();

}  // namespace parallel_testing::postgresql
