// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the actions of the observed programs share.
#pragma once

#include <functional>
#include <map>
#include <string>

namespace observed_probe {

using action_table = std::map<std::string, std::function<void()>>;

inline constexpr int failed = 99;

/// Ends the program with `failed` and prints errno.
void require(bool holds, const char* what);

/// Creates a file in the working directory, or opens it.
void make(const char* name, int more_flags = 0);

/// How tests end, and what disturbs a watcher.
const action_table& ending_actions();

}  // namespace observed_probe
