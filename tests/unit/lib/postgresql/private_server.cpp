// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "postgresql/private_server.hpp"

#include <parallel_testing/names.hpp>

#include "postgresql/server/server.hpp"
#include "postgresql/server/server_registry.hpp"
#include "support/scratch.hpp"

namespace parallel_testing::unit {

bool has_server_programs() {
  try {
    return !postgresql::find_programs("").empty();
  } catch (const error&) {
    return false;
  }
}

private_server::private_server(int connections)
    : name_(unique_resource_name()),
      directory_(postgresql::make_server_directory(name_)),
      settings_(postgresql::start_server(
          directory_, postgresql::find_programs(""), connections)) {}

private_server::~private_server() {
  try {
    postgresql::remove_server(name_);
  } catch (const error&) {
    // The next run removes it.
  }
}

pid_t private_server::postmaster() const {
  return postmaster_of(directory_);
}

pid_t postmaster_of(const std::string& directory) {
  return std::stoi(content_of(directory + "/data/postmaster.pid"));
}

}  // namespace parallel_testing::unit
