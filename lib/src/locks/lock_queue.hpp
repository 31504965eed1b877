// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_SRC_LOCK_QUEUE_HPP
#define PARALLEL_TESTING_SRC_LOCK_QUEUE_HPP

#include <string>

#include "base/unique_fd.hpp"
#include "markers/lock_plan.hpp"
#include "state/private_directory.hpp"

// Named locks that are given in the order in which they are asked for.
namespace parallel_testing {

void say_waiting(const std::string& key, const std::string& holder);

/// Waits until the lock is this process's, and until nobody is left of the
/// group that signed it before, and signs it. Says on stderr for whom it waits.
/// The lock is held as long as the descriptor is open. Throws error.
///
/// `signature` is that of the group that needs the lock, or process_token(), a
/// blank and the name of the test. A lock that a process of the same group
/// holds exclusively is not waited for: it is signed for the group.
unique_fd wait_in_line(const private_directory& locks,
                       const lock_request& request,
                       const std::string& signature);

/// The file of the lock, for those who look at its signature.
std::string lock_file_name(const std::string& key);

}  // namespace parallel_testing

#endif
