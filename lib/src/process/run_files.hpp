// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_SRC_RUN_FILES_HPP
#define PARALLEL_TESTING_SRC_RUN_FILES_HPP

#include <string>

#include "state/private_directory.hpp"

namespace parallel_testing {

/// The directory `name` for what the tests of this run share, made when it is
/// missing. Removed with the run; another run that is given the same id later
/// has another one. Throws error.
private_directory open_run_files(const std::string& name);

}  // namespace parallel_testing

#endif
