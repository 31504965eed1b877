// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/suggest/abilities.hpp"

#include <algorithm>
#include <vector>

#include "cli/command.hpp"
#include "commands/suggest/watch/launcher.hpp"

namespace parallel_testing::suggest_command {

tools::abilities abilities_here(const std::string& build) {
  std::vector<std::string> kinds;
  try {
    kinds = isolations_by(find_launcher(build));
  } catch (const cli::failure&) {
    return {};
  }
  const auto has = [&](const char* kind) {
    return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
  };
  return {has("network"), has("tmp"), has("ipc")};
}

}  // namespace parallel_testing::suggest_command
