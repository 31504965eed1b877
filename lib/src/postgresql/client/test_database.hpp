// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_SRC_POSTGRESQL_TEST_DATABASE_HPP
#define PARALLEL_TESTING_SRC_POSTGRESQL_TEST_DATABASE_HPP

#include <parallel_testing/postgresql.hpp>
#include <string>
#include <vector>

// A database for a program that knows nothing but the variables of libpq, or
// DATABASE_URL; see fixture_environment.hpp.
namespace parallel_testing::postgresql {

/// What the fixture stores for the tests of its run, one value per line.
struct fixture_record {
  std::string program;  ///< that makes databases
  std::string scope;    ///< `worker`, `test` or `shared`
  bool is_own = true;   ///< the fixture started the server
  /// For databases on a server that it did not start.
  std::vector<std::string> extensions;
  std::vector<std::string> sql_files;
};

/// The record as a file. Throws error.
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

/// Makes the database, unless it is there, and the file of its variables.
/// `set_up` prepares one on a server that the fixture did not start. Throws
/// error.
void make_test_database(const wanted_database& wanted,
                        void (*set_up)(const fixture_record&,
                                       const connection_settings&));

/// `postgresql://user:password@host:port/database`, every part encoded.
std::string url_of(const connection_settings& to);

/// Whether DATABASE_URL, PGHOST and PGPORT are what make_test_database() gave
/// this test; then it is not the user who names a server.
bool is_named_by_fixture();

}  // namespace parallel_testing::postgresql

#endif
