// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_SRC_LOCK_SIGNATURE_HPP
#define PARALLEL_TESTING_SRC_LOCK_SIGNATURE_HPP

#include <string>
#include <string_view>

// The text in a lock file that names its holder: a process, or a group of
// processes that share what they took; then a blank and the name of the test.
// Pure.
namespace parallel_testing {

/// How a group signs what it holds: for sign_lock(), with the name of the test.
std::string signature_of_group(const std::string& group,
                               const std::string& test);

/// The group that signed, "" when a process signed for itself.
std::string group_in(std::string_view signature);

/// The same, but no process waits for the group because of it.
std::string without_group(const std::string& signature);

/// What signed, a group or the process_token() of a process.
std::string signer_in(std::string_view signature);

/// The process_token() that the name of a group begins with.
std::string token_in(const std::string& group);

}  // namespace parallel_testing

#endif
