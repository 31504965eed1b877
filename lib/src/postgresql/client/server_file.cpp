// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "postgresql/client/server_file.hpp"

#include <unistd.h>

#include <cerrno>
#include <parallel_testing/error.hpp>
#include <vector>

#include "base/files.hpp"
#include "base/format.hpp"
#include "base/os.hpp"
#include "process/process.hpp"

namespace parallel_testing::postgresql {

namespace {

constexpr const char* suffix = ".server";

std::vector<std::string> started(const private_directory& directory) {
  std::vector<std::string> names;
  for (const std::string& name : names_in(directory.path)) {
    const std::size_t dot = name.rfind('.');
    if (dot != name.npos && name.substr(dot) == suffix) {
      names.push_back(name.substr(0, dot));
    }
  }
  return names;
}

}  // namespace

std::string conninfo_of_server(const std::string& fixture) {
  // A program outside a run uses libpq's defaults.
  if (process::current().registered_run().id.empty()) {
    return "";
  }
  const private_directory directory = open_run_files("postgresql");
  std::string name = fixture;
  if (name.empty()) {
    const std::vector<std::string> names = started(directory);
    if (names.empty()) {
      return "";
    }
    if (names.size() > 1) {
      throw error(fmt::format(
          "fixtures of this run started {} PostgreSQL servers; select one: "
          "connection_settings::from_environment(\"{}\")",
          names.size(), names[0]));
    }
    name = names[0];
  }
  std::string text = read_whole(directory.fd.get(), name + suffix);
  if (!text.empty()) {
    return text;
  }
  throw error(fmt::format(
      "no fixture '{0}' started a PostgreSQL server in this run; mark the test "
      "fixture:{0} and start it with ctest, or set DATABASE_URL",
      name));
}

void publish_server(const std::string& fixture, const std::string& conninfo) {
  const private_directory directory = open_run_files("postgresql");
  const std::string name = fixture + suffix;
  if (replace_whole(directory.fd.get(), name, conninfo)) {
    return;
  }
  os::throw_error("cannot write", directory.path + "/" + name, errno,
                  "free some disk space");
}

void forget_server(const std::string& fixture) {
  const private_directory directory = open_run_files("postgresql");
  ::unlinkat(directory.fd.get(), (fixture + suffix).c_str(), 0);
}

}  // namespace parallel_testing::postgresql
