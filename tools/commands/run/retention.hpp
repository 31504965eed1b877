// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>
#include <vector>

#include "events/event.hpp"

namespace parallel_testing::run_command {

/// Removes old runs of the same build tree in which no test of ours took part;
/// the last three are kept. The tests of ours look after theirs themselves.
void retain_runs(const std::string& run_directory,
                 const std::vector<io::event>& events);

}  // namespace parallel_testing::run_command
