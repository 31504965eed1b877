// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_SRC_PRIVATE_WORKING_DIRECTORY_HPP
#define PARALLEL_TESTING_SRC_PRIVATE_WORKING_DIRECTORY_HPP

#include <string>

#include "process/visible_files.hpp"

namespace parallel_testing {

/// Creates a directory in `parent` with the name of the current directory,
/// creates a link in it for each "<name> TAB <path>" line of `list_file`, and
/// changes to it. Returns the targets of the links. Throws error.
visible_files enter_private_working_directory(const std::string& parent,
                                              const std::string& list_file);

}  // namespace parallel_testing

#endif
