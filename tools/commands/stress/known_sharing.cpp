// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/stress/known_sharing.hpp"

#include "base/record.hpp"
#include "cli/command.hpp"
#include "commands/suggest/abilities.hpp"
#include "ctest/build_tree.hpp"

namespace parallel_testing::stress_command {

std::optional<known_sharing> read_known_sharing(const std::string& build) {
  const std::string tree = tools::build_tree_of(build);
  known_sharing known;
  try {
    known.of = tools::read_observation(
        tools::observation_directory(tree, tools::uses_module(tree)));
  } catch (const cli::failure&) {
    return {};
  } catch (const tools::record_error&) {
    return {};
  }
  known.found = tools::conclude(known.of);
  known.plan = tools::choose_remedies(
      known.of, known.found, suggest_command::abilities_here(known.of.build));
  return known;
}

}  // namespace parallel_testing::stress_command
