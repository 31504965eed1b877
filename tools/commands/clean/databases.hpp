// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>
#include <vector>

namespace parallel_testing::clean_command {

enum class mode { remove, only_list };

/// Whether the environment names a server.
[[nodiscard]] bool names_a_server();

/// Databases and schemas of dead runs on the server of the environment. Throws
/// error when it cannot be reached.
[[nodiscard]] std::vector<std::string> collect_databases(mode how);

}  // namespace parallel_testing::clean_command
