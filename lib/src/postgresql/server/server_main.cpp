// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The program that
// parallel_add_postgresql_server() registers as its fixture:
//
//   parallel-testing-postgresql start --name pg [--version 15]
//     [--scope worker|test|shared] [--extension <name>]… [--sql <file>]…
//   parallel-testing-postgresql stop --name pg
//
// and that a test of the fixture runs to get its database:
//
//   parallel-testing-postgresql database --name pg --scope worker
//     --database <name> --key gw0-worker --owner <token> --route tcp|socket
//
// Exit codes: 0 success, 2 wrong arguments, 3 no server available.
#include <stdlib.h>

#include <algorithm>
#include <cstdio>
#include <exception>
#include <parallel_testing/error.hpp>
#include <parallel_testing/postgresql.hpp>
#include <parallel_testing/sql_files.hpp>
#include <string>
#include <vector>

#include "base/process_info.hpp"
#include "base/text.hpp"
#include "postgresql/client/server_file.hpp"
#include "postgresql/client/test_database.hpp"
#include "postgresql/server/server.hpp"
#include "postgresql/server/server_registry.hpp"
#include "process/process.hpp"

namespace pt = parallel_testing;
namespace pg = parallel_testing::postgresql;

namespace {

constexpr int usage_status = 2;
constexpr int environment_status = 3;

struct call {
  std::string action;
  std::string name;
  std::string version;
  std::vector<std::string> extensions;
  std::vector<std::string> sql_files;
  std::string sql;  ///< their text
  pg::wanted_database database;
};

call read_call(const std::vector<std::string>& arguments) {
  call read;
  if (!arguments.empty()) {
    read.action = arguments[0];
  }
  for (std::size_t at = 1; at + 1 < arguments.size(); at += 2) {
    const std::string& value = arguments[at + 1];
    if (arguments[at] == "--name") {
      read.name = value;
    } else if (arguments[at] == "--version") {
      read.version = value;
    } else if (arguments[at] == "--extension") {
      read.extensions.push_back(value);
    } else if (arguments[at] == "--sql") {
      read.sql_files.push_back(value);
    } else if (arguments[at] == "--scope") {
      read.database.scope = value;
    } else if (arguments[at] == "--database") {
      read.database.name = value;
    } else if (arguments[at] == "--key") {
      read.database.key = value;
    } else if (arguments[at] == "--owner") {
      read.database.owner = value;
    } else if (arguments[at] == "--route") {
      read.database.route = value;
    } else {
      read.action.clear();
    }
  }
  if (arguments.size() % 2 == 0) {
    read.action.clear();
  }
  return read;
}

bool is_given_by_environment() {
  if (pg::is_named_by_fixture()) {
    return false;
  }
  for (const char* name :
       {"DATABASE_URL", "PGHOST", "PGHOSTADDR", "PGSERVICE"}) {
    const char* const value = ::getenv(name);
    if (value != nullptr && *value != '\0') {
      return true;
    }
  }
  return false;
}

void set_up(const call& wanted, const pg::connection_settings& server) {
  pg::requirements needed;
  const auto version = pt::whole_number(wanted.version, 1000);
  needed.minimum_version = static_cast<int>(version.value_or(0)) * 10000;
  needed.extensions = wanted.extensions;
  pg::ensure_ready(needed, server);
  if (!wanted.sql.empty()) {
    pg::connection(server).execute(wanted.sql);
  }
}

/// Publishes how the tests of the fixture get a database.
void publish(const call& wanted, bool is_own) {
  pg::fixture_record record;
  record.program = pt::own_executable();
  record.scope =
      wanted.database.scope.empty() ? "worker" : wanted.database.scope;
  record.is_own = is_own;
  record.extensions = wanted.extensions;
  record.sql_files = wanted.sql_files;
  pg::publish_fixture(wanted.name, record);
}

void set_up_recorded(const pg::fixture_record& record,
                     const pg::connection_settings& database) {
  call wanted;
  wanted.extensions = record.extensions;
  wanted.sql = pt::sql_from_files(record.sql_files);
  set_up(wanted, database);
}

void start(const call& wanted) {
  pg::collect_dead_servers();
  if (is_given_by_environment()) {
    const auto server = pg::connection_settings::from_environment();
    set_up(wanted, server);
    publish(wanted, false);
    std::printf("using the server at %s\n", server.description().c_str());
    return;
  }
  const std::string programs = pg::find_programs(wanted.version);
  constexpr int least_connections = 200;
  constexpr int for_each_worker = 8;
  const int connections =
      std::max(least_connections,
               for_each_worker * pt::process::current().config().worker_count);
  pg::remove_server(wanted.name);
  const std::string directory = pg::make_server_directory(wanted.name);
  try {
    const std::string conninfo =
        pg::start_server(directory, programs, connections);
    const pg::connection_settings server(conninfo);
    set_up(wanted, server);
    // New databases are cloned from template1, so they also contain everything.
    set_up(wanted, server.with("dbname", "template1"));
    pg::publish_server(wanted.name, conninfo);
    publish(wanted, true);
    std::printf("PostgreSQL of %s, port %s, in %s\n", programs.c_str(),
                server.value("port").c_str(), directory.c_str());
  } catch (...) {
    pg::remove_server(wanted.name);
    throw;
  }
}

void stop(const call& wanted) {
  pg::forget_fixture(wanted.name);
  pg::forget_server(wanted.name);
  pg::remove_server(wanted.name);
}

void make_database(call& wanted) {
  wanted.database.fixture = wanted.name;
  pg::make_test_database(wanted.database, set_up_recorded);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    call wanted = read_call({argv + 1, argv + argc});
    const bool makes_database = wanted.action == "database";
    const bool is_right =
        wanted.action == "start" || wanted.action == "stop" || makes_database;
    if (!is_right || !pt::is_plain_name(wanted.name, 100)) {
      std::fputs(
          "usage: parallel-testing-postgresql start|stop --name <fixture>\n"
          "         [--version <major>] [--scope worker|test|shared]\n"
          "         [--extension <name>]… [--sql <file>]…\n",
          stderr);
      return usage_status;
    }
    if (makes_database) {
      make_database(wanted);
      return 0;
    }
    if (pt::process::current().came_from() != pt::origin::ctest) {
      throw pt::error(
          "a server belongs to a run of ctest; start this program by ctest, as "
          "parallel_add_postgresql_server() does");
    }
    // Read the files before starting anything: one may be missing.
    wanted.sql = pt::sql_from_files(wanted.sql_files);
    wanted.action == "start" ? start(wanted) : stop(wanted);
    return 0;
  } catch (const std::exception& problem) {
    std::fprintf(stderr, "parallel-testing: %s\n", problem.what());
    return environment_status;
  }
}
