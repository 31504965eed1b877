// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_SRC_LOCK_LINE_HPP
#define PARALLEL_TESTING_SRC_LOCK_LINE_HPP

#include <string>

#include "lock_plan.hpp"
#include "private_directory.hpp"
#include "unique_fd.hpp"

// Named locks that are given in the order in which they are asked for.
namespace parallel_testing {

void say_waiting(const std::string& key, const std::string& holder);

/// Waits until the lock is this process's, and signs it: `signature` is its
/// process_token(), a blank and the name of the test. Says on stderr for whom
/// it waits. The lock is held as long as the descriptor is open. Throws error.
unique_fd wait_in_line(const private_directory& locks,
                       const lock_request& request,
                       const std::string& signature);

}  // namespace parallel_testing

#endif
