// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The package of ParallelTesting that belongs to this program.
#pragma once

#include <string>

namespace parallel_testing::adopt_command {

/// The directory for the variable ParallelTesting_DIR: of the installed
/// package, or `folder`, in which it puts a package that adds the sources from
/// which this program was built. Throws cli::failure if there is neither.
[[nodiscard]] std::string package_directory(const std::string& folder);

}  // namespace parallel_testing::adopt_command
