// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The launcher, which watches tests.
#pragma once

#include <string>
#include <vector>

namespace parallel_testing::suggest_command {

/// Where the launcher may be, best first: beside this program, in the package
/// or the build tree of this program, and where the build tree of the tests has
/// it. Pure; `own` is the path of this program.
[[nodiscard]] std::vector<std::string> launcher_places(
    const std::string& own, const std::string& build_tree_launcher);

/// Throws cli::failure if there is none.
[[nodiscard]] std::string find_launcher(const std::string& build);

/// The kinds of isolation that work on this machine: network, tmp, ipc.
[[nodiscard]] std::vector<std::string> isolations_by(
    const std::string& launcher);

/// What a launcher printed when it watched a command that does nothing.
struct trial {
  bool watched = false;
  std::string note{};  ///< why it watches in a slower way; else ""
  std::string refusal{};
};

/// Watches a command that does nothing; the record is `file`.
[[nodiscard]] trial try_launcher(const std::string& launcher,
                                 const std::string& file);

}  // namespace parallel_testing::suggest_command
