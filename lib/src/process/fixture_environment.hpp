// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>
#include <vector>

#include "markers/marker.hpp"

namespace parallel_testing {

class process;

// Sets the environment variables by which a test finds the server that its
// fixture started: PGHOST and similar variables, DATABASE_URL. Not every test
// links libpq, so the program that started the server also creates the
// databases. It writes a file `<fixture>.fixture` to the files of the run, and
// a file of variables for each database.

/// Which database on the server of `fixture` a test gets.
struct database_choice {
  std::string fixture;
  /// `worker`, `test`, `shared` or `named`; "" is the default of the fixture.
  std::string scope;
  /// The name of the database, for `named`.
  std::string name;
};

/// One choice for each fixture that the markers name, in their order. The
/// marker `database` requests a database for this test alone, `database:<name>`
/// the one of that name; of several names the alphabetically first is used.
std::vector<database_choice> databases_of(const marker_list& markers);

/// Reads a file of variables: its first line is the owner, "" for everybody,
/// followed by lines `NAME=value`. Returns false when the text is incomplete or
/// belongs to another owner than `owner`.
bool read_variables(const std::string& text, const std::string& owner,
                    std::vector<std::pair<std::string, std::string>>& found);

/// How the test connects to the server.
enum class server_route { tcp, socket };

/// Sets the variables for the first fixture in the markers that is a server of
/// this run, and creates the database if it is missing. Does nothing in a
/// process that is not a test of ctest. The process must not have other
/// threads. Throws error.
void export_fixture(process& here, const marker_list& markers,
                    server_route route);

}  // namespace parallel_testing
