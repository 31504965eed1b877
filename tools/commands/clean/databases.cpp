// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/clean/databases.hpp"

#include <cstdlib>

#ifdef PARALLEL_TESTING_HAS_POSTGRESQL
#include <parallel_testing/postgresql.hpp>
#endif

namespace parallel_testing::clean_command {

#ifdef PARALLEL_TESTING_HAS_POSTGRESQL

bool names_a_server() {
  for (const char* name :
       {"DATABASE_URL", "PGHOST", "PGHOSTADDR", "PGSERVICE"}) {
    const char* const value = std::getenv(name);
    if (value != nullptr && *value != '\0') {
      return true;
    }
  }
  return false;
}

std::vector<std::string> collect_databases(mode how) {
  return postgresql::collect_leftovers(
      how == mode::remove ? postgresql::collect_mode::drop
                          : postgresql::collect_mode::only_list);
}

#else

bool names_a_server() {
  return false;
}

std::vector<std::string> collect_databases(mode) {
  return {};
}

#endif

}  // namespace parallel_testing::clean_command
