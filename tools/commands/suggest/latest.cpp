// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/suggest/latest.hpp"

#include <utility>

#include "base/record.hpp"
#include "cli/command.hpp"
#include "commands/suggest/abilities.hpp"
#include "ctest/build_tree.hpp"

namespace parallel_testing::suggest_command {

std::optional<tools::observation> latest_observation(const std::string& build) {
  const std::string tree = tools::build_tree_of(build);
  const std::string directory =
      tools::observation_directory(tree, tools::uses_module(tree));
  if (!tools::has_observation(directory)) {
    return {};
  }
  return tools::read_observation(directory);
}

latest_sharing read_latest_sharing(const std::string& build) {
  try {
    std::optional<tools::observation> latest = latest_observation(build);
    if (!latest) {
      return {};
    }
    known_sharing known;
    known.of = std::move(*latest);
    known.found = tools::conclude(known.of);
    known.plan = tools::choose_remedies(known.of, known.found,
                                        abilities_here(known.of.build));
    return {std::move(known), ""};
  } catch (const cli::failure& problem) {
    return {{}, problem.what()};
  } catch (const tools::record_error& problem) {
    return {{}, problem.what()};
  }
}

}  // namespace parallel_testing::suggest_command
