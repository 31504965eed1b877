// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What strangers may have written, given to those who read it. A target returns
// when the input was read or refused with an error; anything else is a bug.
#pragma once

#include <string_view>

namespace parallel_testing::fuzz {

/// Files of markers, units and plans, and the texts of markers themselves.
void read_markers(std::string_view input);

/// Event logs, and what the replayer makes of them.
void read_event_log(std::string_view input);

/// Records of what a watched test touched.
void read_observed(std::string_view input);

/// The variables by which CTest hands out resources, one NAME=value per line.
void read_resources(std::string_view input);

}  // namespace parallel_testing::fuzz
