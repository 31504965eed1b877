// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The server that outlives the runs of these tests.
#pragma once

#include <parallel_testing/postgresql.hpp>
#include <string>

#include "support/sandbox.hpp"

namespace parallel_testing::support {

/// Its settings without what this test adds, as DATABASE_URL.
std::string url_of(const postgresql::connection_settings& server);

/// A sandbox whose tests use that server.
struct sandbox_with_server : sandbox {
  sandbox_with_server();
};

/// Databases and schemas on it that a run of these ids, or of a ctest of that
/// process, marked as its own. Sorted, one per line.
std::string left_of_run(const std::string& run_id);
std::string left_unfinished_of(pid_t ctest);

}  // namespace parallel_testing::support
