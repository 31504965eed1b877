// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <parallel_testing/postgresql/leftovers.hpp>
#include <string>
#include <vector>

// The servers that runs of this user started on this machine. Each is recorded
// in the state directory before it starts, so that a later run can remove it if
// its own run is killed.
namespace parallel_testing::postgresql {

/// Creates a directory for a server and records it. Throws error.
std::string make_server_directory(const std::string& fixture);

/// Stops the server of the fixture in this run and removes its files.
void remove_server(const std::string& fixture);

/// Stops and removes the servers of dead runs on this machine, or only lists
/// them. Returns their directories; reports on stderr what it cannot remove.
std::vector<std::string> collect_dead_servers(
    collect_mode mode = collect_mode::drop) noexcept;

}  // namespace parallel_testing::postgresql
