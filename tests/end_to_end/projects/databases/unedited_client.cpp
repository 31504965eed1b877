// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A program that knows libpq and nothing of this project:
//
//   unedited_client env|url [empty|<number of earlier rows at least>]
//
// It adds a row to a table of its database and prints the name of the database.
// With `empty` the table must not be there yet.
#include <libpq-fe.h>

#include <cstdio>
#include <cstdlib>
#include <string>

#include "note.hpp"

namespace {

PGconn* server = nullptr;

std::string value(const std::string& sql) {
  PGresult* const result = PQexec(server, sql.c_str());
  const ExecStatusType status = PQresultStatus(result);
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
    std::fprintf(stderr, "%s", PQerrorMessage(server));
    std::exit(1);
  }
  std::string text = PQntuples(result) > 0 ? PQgetvalue(result, 0, 0) : "";
  PQclear(result);
  return text;
}

}  // namespace

int main(int argc, char** argv) {
  const bool is_by_url = argc > 1 && std::string(argv[1]) == "url";
  const std::string wanted = argc > 2 ? argv[2] : "0";
  server = PQconnectdb(is_by_url ? e2e::variable("DATABASE_URL").c_str() : "");
  if (PQstatus(server) != CONNECTION_OK) {
    std::fprintf(stderr, "%s", PQerrorMessage(server));
    return 1;
  }
  const char* const table = wanted == "empty" ? "" : "IF NOT EXISTS ";
  value(std::string("CREATE TABLE ") + table + "seen (test text)");
  const int earlier = std::atoi(value("SELECT count(*) FROM seen").c_str());
  value("INSERT INTO seen VALUES ('x')");
  const std::string database = value("SELECT current_database()");
  e2e::note("database", e2e::variable("PARALLEL_TESTING_WORKER") + " " +
                            database + " " + std::to_string(earlier));
  e2e::note("password", e2e::variable("PGPASSWORD"));
  e2e::note("host", e2e::variable("PGHOST"));
  PQfinish(server);
  if (wanted != "empty" && earlier < std::atoi(wanted.c_str())) {
    std::fprintf(stderr, "%s has %d rows\n", database.c_str(), earlier);
    return 1;
  }
  return 0;
}
