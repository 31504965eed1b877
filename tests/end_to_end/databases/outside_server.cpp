// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "outside_server.hpp"

namespace parallel_testing::support {

namespace {

namespace pg = postgresql;

std::string value(const std::string& sql) {
  return pg::connection().value(sql);
}

}  // namespace

std::string url_of(const pg::connection_settings& server) {
  std::string text;
  for (const char* keyword : {"host", "port", "user", "password", "dbname"}) {
    const std::string given = server.value(keyword);
    if (!given.empty()) text += std::string(keyword) + "=" + given + " ";
  }
  return text;
}

sandbox_with_server::sandbox_with_server() : sandbox(E2E_BUILD) {
  set("DATABASE_URL", url_of(pg::connection_settings::from_environment()));
}

std::string left_of_run(const std::string& run_id) {
  const std::string like = " LIKE 'parallel\\_testing %run=" + run_id + "'";
  return value(
      "SELECT string_agg(name, E'\\n' ORDER BY name) FROM (SELECT datname AS "
      "name FROM pg_database WHERE shobj_description(oid, 'pg_database')" +
      like +
      " UNION SELECT nspname FROM pg_namespace WHERE obj_description(oid, "
      "'pg_namespace')" +
      like + ") AS found");
}

std::string left_unfinished_of(pid_t ctest) {
  return value(
      "SELECT string_agg(datname, E'\\n' ORDER BY datname) FROM pg_database "
      "WHERE datname LIKE 'pt\\_%\\_" +
      std::to_string(ctest) + ".%'");
}

}  // namespace parallel_testing::support
