// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>
#include <vector>

namespace parallel_testing::clean_command {

enum class mode { remove, only_list };

/// Whether the environment names a PostgreSQL server. False in a build without
/// PostgreSQL.
[[nodiscard]] bool names_a_server();

/// The databases and schemas of dead runs on the server that the environment
/// names; removes them unless `how` is only_list. Throws error if the server
/// cannot be reached.
[[nodiscard]] std::vector<std::string> collect_databases(mode how);

}  // namespace parallel_testing::clean_command
