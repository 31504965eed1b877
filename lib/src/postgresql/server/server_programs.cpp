// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <glob.h>
#include <stdlib.h>
#include <unistd.h>

#include <parallel_testing/error.hpp>

#include "base/format.hpp"
#include "base/text.hpp"
#include "postgresql/server/server.hpp"

namespace parallel_testing::postgresql {

namespace {

bool can_run(const std::string& programs) {
  return ::access((programs + "/initdb").c_str(), X_OK) == 0 &&
         ::access((programs + "/postgres").c_str(), X_OK) == 0;
}

std::vector<std::string> matching(const std::string& pattern) {
  glob_t found{};
  std::vector<std::string> paths;
  if (::glob(pattern.c_str(), 0, nullptr, &found) == 0) {
    paths.assign(found.gl_pathv, found.gl_pathv + found.gl_pathc);
  }
  ::globfree(&found);
  return paths;
}

std::uint64_t version_in(const std::string& path) {
  const std::size_t digit = path.find_first_of("0123456789");
  if (digit == path.npos) return 0;
  const std::size_t end = path.find_first_not_of("0123456789", digit);
  return whole_number(path.substr(digit, end - digit), 1000).value_or(0);
}

std::string newest_of_distribution(const std::string& version) {
  const std::string which = version.empty() ? "[1-9]*" : version;
  std::string newest;
  for (const char* pattern :
       {"/usr/lib/postgresql/{}/bin", "/usr/pgsql-{}/bin"}) {
    for (const std::string& each :
         matching(fmt::format(fmt::runtime(pattern), which))) {
      if (can_run(each) && version_in(each) >= version_in(newest)) {
        newest = each;
      }
    }
  }
  return newest;
}

std::string on_path() {
  const char* const path = ::getenv("PATH");
  for (const std::string_view each : split(path == nullptr ? "" : path, ':')) {
    if (can_run(std::string(each))) return std::string(each);
  }
  return "";
}

}  // namespace

std::string find_programs(const std::string& version) {
  const char* const given = ::getenv("PARALLEL_TESTING_POSTGRESQL_BINDIR");
  if (given != nullptr && can_run(given)) return given;
  std::string programs = newest_of_distribution(version);
  if (programs.empty() && version.empty()) programs = on_path();
  if (!programs.empty()) return programs;
  throw error(fmt::format(
      "no PostgreSQL server{}{} is installed; install it (Debian: apt-get "
      "install postgresql), set PARALLEL_TESTING_POSTGRESQL_BINDIR to the "
      "directory of initdb, or set DATABASE_URL to a server that runs",
      version.empty() ? "" : " ", version));
}

}  // namespace parallel_testing::postgresql
