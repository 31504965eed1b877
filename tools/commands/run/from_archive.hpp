// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// `run --archive`: the build tree comes out of an archive.
#pragma once

#include <functional>

#include "cli/command.hpp"
#include "commands/run/options.hpp"

namespace parallel_testing::run_command {

/// Unpacks the archive that `parsed` names and calls `run` with the options for
/// its build tree. Returns its exit code. Removes a temporary directory after a
/// run that passed. Throws cli::failure.
[[nodiscard]] int run_from_archive(
    const cli::invocation& given, parsed_options parsed,
    const std::function<int(const parsed_options&)>& run);

}  // namespace parallel_testing::run_command
