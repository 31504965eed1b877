// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A server that a test may fill, break or kill.
#pragma once

#include <sys/types.h>

#include <parallel_testing/postgresql.hpp>
#include <string>

namespace parallel_testing::unit {

/// Whether a server is installed that could be started.
bool has_server_programs();

class private_server {
 public:
  explicit private_server(int connections = 20);
  private_server(const private_server&) = delete;
  private_server& operator=(const private_server&) = delete;
  ~private_server();

  const std::string& directory() const { return directory_; }
  const postgresql::connection_settings& settings() const { return settings_; }
  pid_t postmaster() const;

 private:
  std::string name_;
  std::string directory_;
  postgresql::connection_settings settings_;
};

/// The first line of postmaster.pid in the directory of a server.
pid_t postmaster_of(const std::string& directory);

}  // namespace parallel_testing::unit
