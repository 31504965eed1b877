// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <sys/types.h>

#include <string_view>
#include <vector>

#include "observed/schema.hpp"

// Whether names of two runs can be the same.
namespace parallel_testing::launcher {

/// How a name came to be: one that had to be new may end in random letters.
enum class origin_of_name { unknown, had_to_be_new };

/// By the parts of the name: one that holds the id of a process in `processes`,
/// or a part that looks as if mkstemp(3), a UUID or a clock had made it. Words
/// that people write, "Orders2" or "v1_final", do not. Pure.
observed::chance chance_in(std::string_view name, origin_of_name origin,
                           const std::vector<pid_t>& processes);

}  // namespace parallel_testing::launcher
