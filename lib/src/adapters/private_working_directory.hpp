// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>

#include "process/visible_files.hpp"

namespace parallel_testing {

/// Creates a directory in `parent` with the name of the current directory, puts
/// the files of `list_file` into it, and changes to it. A small file that the
/// test could write to becomes a copy; other files and directories become
/// links. Returns the files to watch. Throws error.
visible_files enter_private_working_directory(const std::string& parent,
                                              const std::string& list_file);

}  // namespace parallel_testing
