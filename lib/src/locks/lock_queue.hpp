// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>

#include "base/unique_fd.hpp"
#include "markers/lock_plan.hpp"
#include "state/private_directory.hpp"

// Named locks, granted in the order in which processes ask for them.
namespace parallel_testing {

void report_waiting(const std::string& key, const std::string& holder);

/// Waits until this process has the lock and no process is left of the group
/// that signed it before; then signs it. Reports on stderr which test it waits
/// for. The lock is held as long as the descriptor is open. Throws error.
///
/// `signature` is that of the group that needs the lock, or process_token(), a
/// blank and the name of the test. Does not wait for a lock that a process of
/// the same group holds exclusively, but signs it for the group.
unique_fd wait_in_line(const private_directory& locks,
                       const lock_request& request,
                       const std::string& signature);

/// The file of the lock, relative to the state directory.
std::string lock_file_name(const std::string& key);

}  // namespace parallel_testing
