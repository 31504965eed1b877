// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_SRC_FIXTURE_ENVIRONMENT_HPP
#define PARALLEL_TESTING_SRC_FIXTURE_ENVIRONMENT_HPP

#include <string>
#include <vector>

#include "markers/marker.hpp"

namespace parallel_testing {

class process;

// What a test finds in its environment of the server that its fixture started:
// PGHOST and its kin, DATABASE_URL. libpq is not linked to every test, so the
// program that started the server also makes the databases. It leaves a file
// `<fixture>.fixture` among those of the run, and for each database a file of
// variables.

/// Which database of the server of `fixture` a test is given.
struct database_choice {
  std::string fixture;
  /// `worker`, `test`, `shared` or `named`; "" leaves it to the fixture.
  std::string scope;
  /// Of the database, for `named`.
  std::string name;
};

/// One for each fixture that the markers name, in their order. `database` asks
/// for one of the test's own, `database:<name>` for that of the name; of
/// several names the alphabetically first one counts.
std::vector<database_choice> databases_of(const marker_list& markers);

/// The pairs in the text of a file of variables that belong to `owner`: its
/// first line is the owner, "" for everybody, then come lines `NAME=value`.
/// False when the text is another owner's or cut short.
bool read_variables(const std::string& text, const std::string& owner,
                    std::vector<std::pair<std::string, std::string>>& found);

/// How the test reaches the server.
enum class server_route { tcp, socket };

/// Sets the variables for the first fixture of the markers that is a server of
/// this run; nothing in a process that is no test of ctest. Makes the database
/// where it is missing. Not for a process with other threads. Throws error.
void export_fixture(process& here, const marker_list& markers,
                    server_route route);

}  // namespace parallel_testing

#endif
