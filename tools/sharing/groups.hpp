// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Resources that more than one test touched, with what each did. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "sharing/rules.hpp"
#include "sharing/servers.hpp"

namespace parallel_testing::tools::sharing_rules {

struct member {
  std::size_t test = 0;
  manner how;
  std::string example{};  ///< a name in the directory that is meant
};

/// At least two tests, sorted, each at most once.
struct group {
  nature of = nature::name;
  observed::resource what;
  category kind = category::files;
  std::string database{};
  std::vector<member> members{};
};

/// Names in file systems, of System V and of POSIX, and abstract sockets.
void add_names(std::vector<group>& to, const observation& of,
               const server_uses& servers);

/// Ports that some test binds.
void add_ports(std::vector<group>& to, const server_uses& servers);

/// Servers that listen before the tests, by custom or as fixtures.
void add_databases(std::vector<group>& to, const observation& of,
                   const server_uses& servers);

/// Processes that get signals, the clock, and the name of the host.
void add_machine(std::vector<group>& to, const observation& of);

}  // namespace parallel_testing::tools::sharing_rules
