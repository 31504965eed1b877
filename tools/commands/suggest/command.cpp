// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <algorithm>
#include <ostream>
#include <string>
#include <vector>

#include "commands/commands.hpp"
#include "commands/suggest/json.hpp"
#include "commands/suggest/options.hpp"
#include "commands/suggest/report.hpp"
#include "commands/suggest/text.hpp"
#include "commands/suggest/watch/launcher.hpp"
#include "ctest/build_tree.hpp"

namespace parallel_testing::suggest_command {
namespace {

tools::observation observe(const cli::invocation& given,
                           const options& wanted) {
  if (!wanted.uses_last) {
    return watch(given, wanted.watched);
  }
  const std::string tree = tools::build_tree_of(build_of(wanted.watched.build));
  return tools::read_observation(
      tools::observation_directory(tree, tools::uses_module(tree)));
}

tools::abilities abilities_here(const std::string& build) {
  const std::vector<std::string> kinds = isolations_by(find_launcher(build));
  const auto has = [&](const char* kind) {
    return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
  };
  return {has("network"), has("tmp"), has("ipc")};
}

int suggest(const cli::invocation& given, const options& wanted) {
  const tools::observation seen = observe(given, wanted);
  if (seen.tests.empty()) {
    return cli::exit_no_tests;
  }
  const tools::sharing found = tools::conclude(seen);
  const tools::remedy_plan plan =
      tools::choose_remedies(seen, found, abilities_here(seen.build));
  const report result{seen, found, plan,
                      pairs_of(seen, found, most_json_pairs)};
  given.out << (wanted.format == cli::output_format::json
                    ? json_of(result)
                    : text_of(result, given.screen));
  return found.has_strong() ? cli::exit_finding : cli::exit_fine;
}

}  // namespace

int run(const cli::invocation& given) {
  try {
    return parse_options(given).then(
        [&](const options& wanted) { return suggest(given, wanted); });
  } catch (const interruption& stopped) {
    return stopped.exit_code;
  }
}

}  // namespace parallel_testing::suggest_command
