// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_SRC_FILE_LOCK_HPP
#define PARALLEL_TESTING_SRC_FILE_LOCK_HPP

#include <parallel_testing/lock.hpp>
#include <string>
#include <string_view>

#include "base/unique_fd.hpp"
#include "state/private_directory.hpp"

// Locks the kernel holds for an open file and drops when the last descriptor
// of it is closed, however that comes about; see flock(2).
namespace parallel_testing {

/// Makes the folder of lock files `folder` in `directory` unless it exists.
/// Throws error.
void make_folder(const private_directory& directory, const std::string& folder);

/// Opens `name` in `directory` for locking, made when missing, as is the folder
/// in "folder/file". Throws error.
unique_fd open_lock_file(const private_directory& directory,
                         const std::string& name);

/// True when the lock was free. Throws error when the kernel has no locks.
bool try_lock(int fd, lock_mode mode, const std::string& path);

/// Waits until the lock is granted.
void wait_for_lock(int fd, lock_mode mode, const std::string& path);

/// Whether the locked file is still the one at its name: a lock on a file that
/// was removed meanwhile excludes nobody.
bool is_still_there(int fd, const private_directory& directory,
                    const std::string& name);

/// Writes into the locked file who holds it, so that those who wait can say
/// for whom: process_token(), a blank and the name of the test. The lock does
/// not depend on it.
void sign_lock(int fd, std::string signature);

/// What sign_lock() wrote, "" when nobody did.
std::string read_signature(int fd);

/// "pid <number> <test>" of the last one to sign, or "" when that one is gone
/// and others hold it.
std::string lock_holder(int fd);

// The text in a lock file that names its holder: a process, or a group of
// processes that share what they took; then a blank and the name of the test.
// Pure.

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
