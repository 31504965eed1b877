// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_SRC_PRIVATE_WORKING_DIRECTORY_HPP
#define PARALLEL_TESTING_SRC_PRIVATE_WORKING_DIRECTORY_HPP

#include <string>

#include "process/visible_files.hpp"

namespace parallel_testing {

/// Makes a directory in `parent`, called like the current one, puts a link into
/// it for each "<name> TAB <path>" line of `list_file`, and makes it the
/// current directory. Returns what the links lead to. Throws error.
visible_files enter_private_working_directory(const std::string& parent,
                                              const std::string& list_file);

}  // namespace parallel_testing

#endif
