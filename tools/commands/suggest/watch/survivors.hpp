// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Processes that a watched test left running. The launcher watches them on, and
// writes the record again when the last of them has ended.
#pragma once

#include <string>

namespace parallel_testing::suggest_command {

/// Returns as soon as the record is final, or something that the test started
/// is still running. The time between the end of the last process and the new
/// record is short; if no record comes, the old one stays.
void wait_for_record(const std::string& file);

}  // namespace parallel_testing::suggest_command
