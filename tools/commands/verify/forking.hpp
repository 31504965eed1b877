// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Which test programs would gain if their cases were forked from a prepared
// process (ISOLATED), and which must not be forked.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "commands/verify/check.hpp"
#include "events/event.hpp"

namespace parallel_testing::verify_command {

/// Why the program at a path must not be forked, as far as that is known before
/// it runs; "" if nothing is known. See linked_hindrance().
using hindrance_reader = std::function<std::string(const std::string& program)>;

/// `events` are those of one or more runs. Passes always: it only informs.
/// Pure, except for `hindrance_of`.
[[nodiscard]] check judge_forking(const std::vector<tools::event>& events,
                                  const hindrance_reader& hindrance_of);

}  // namespace parallel_testing::verify_command
