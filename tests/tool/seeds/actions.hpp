// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What a seed does: one system call, or the few that belong together.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace parallel_testing::seeds {

/// The words of an action after its name.
using words = std::vector<std::string>;

/// Throws std::runtime_error when it does not succeed, unless its name begins
/// with `try_`.
using action = void (*)(const words& given);
using actions = std::map<std::string, action>;

[[nodiscard]] const actions& file_actions();
[[nodiscard]] const actions& directory_actions();
[[nodiscard]] const actions& lock_actions();
[[nodiscard]] const actions& socket_actions();
[[nodiscard]] const actions& name_actions();
[[nodiscard]] const actions& process_actions();

/// Performs actions that the word `then` separates.
void perform(const words& given);

/// Throws a std::system_error with errno and `what` if `result` is negative.
long checked(long result, const std::string& what);

}  // namespace parallel_testing::seeds
