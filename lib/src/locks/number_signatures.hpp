// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>

#include "state/private_directory.hpp"

// Which group of processes had a numbered resource last: a file with an entry
// for each number, most of which are never written. The record outlives the
// lock on the resource, which is released when the process that took it ends.
// Only processes of this user read it.
namespace parallel_testing {

/// Throws error.
void sign_number(const private_directory& locks, const char* file,
                 unsigned number, const std::string& group);

/// The last group that signed, "" when none has.
std::string group_of_number(const private_directory& locks, const char* file,
                            unsigned number);

}  // namespace parallel_testing
