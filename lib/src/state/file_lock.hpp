// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <parallel_testing/lock.hpp>
#include <string>
#include <string_view>

#include "base/unique_fd.hpp"
#include "state/private_directory.hpp"

// Kernel locks on open files. The kernel releases a lock when the last
// descriptor of the open file is closed, even by a crash; see flock(2).
namespace parallel_testing {

/// Creates the folder of lock files `folder` in `directory` unless it exists.
/// Throws error.
void make_folder(const private_directory& directory, const std::string& folder);

/// Opens `name` in `directory` for locking. Creates the file when it is
/// missing, and also the folder in "folder/file". Throws error.
unique_fd open_lock_file(const private_directory& directory,
                         const std::string& name);

/// Takes the lock if it is free, otherwise returns false. Throws error when the
/// file system does not support locks.
bool try_lock(int fd, lock_mode mode, const std::string& path);

/// Waits until this process has the lock. Throws error like try_lock().
void wait_for_lock(int fd, lock_mode mode, const std::string& path);

/// Whether `name` still names the locked file: a lock on a file that was
/// removed in the meantime excludes nobody.
bool is_still_there(int fd, const private_directory& directory,
                    const std::string& name);

/// Writes the holder into the locked file, so that waiting processes can report
/// it: process_token(), a blank and the name of the test. The lock does not
/// depend on this text.
void sign_lock(int fd, std::string signature);

/// The text that sign_lock() wrote, "" when it has not been called.
std::string read_signature(int fd);

/// "pid <number> <test>" of the last process that signed; "" when that process
/// has ended.
std::string lock_holder(int fd);

// The text in a lock file names its holder, a process or a group of processes
// that share their locks, followed by a blank and the name of the test. The
// functions below are pure.

/// The signature of a group, for sign_lock().
std::string signature_of_group(const std::string& group,
                               const std::string& test);

/// The group in a signature, "" when a process signed by itself.
std::string group_in(std::string_view signature);

/// The same signature with the mark of a group removed, so that no process
/// waits for the group.
std::string without_group(const std::string& signature);

/// The signer: a group, or the process_token() of a process.
std::string signer_in(std::string_view signature);

/// The process_token() that the name of a group begins with.
std::string token_in(const std::string& group);

}  // namespace parallel_testing
