// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace parallel_testing::support {

/// The living processes that were started for tests of a sandbox: those with
/// this text in their environment.
[[nodiscard]] std::vector<pid_t> processes_with(const std::string& text);

/// Returns when there are none. The test's timeout is the limit.
void wait_until_no_process_has(const std::string& text);

}  // namespace parallel_testing::support
