// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <optional>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "commands/commands.hpp"
#include "commands/suggest/abilities.hpp"
#include "commands/suggest/apply.hpp"
#include "commands/suggest/json.hpp"
#include "commands/suggest/latest.hpp"
#include "commands/suggest/options.hpp"
#include "commands/suggest/prove.hpp"
#include "commands/suggest/report.hpp"
#include "commands/suggest/text.hpp"
#include "commands/suggest/watch/watching.hpp"
#include "ctest/build_tree.hpp"
#include "discovered/discovered_targets.hpp"
#include "remedies/case_globs.hpp"

namespace parallel_testing::suggest_command {
namespace {

tools::observation observe(const cli::invocation& given,
                           const options& wanted) {
  if (!wanted.uses_last) {
    return watch(given, wanted.watched);
  }
  const std::string build = build_of(wanted.watched.build);
  std::optional<tools::observation> latest = latest_observation(build);
  if (!latest) {
    throw cli::failure(cli::exit_environment,
                       "no test of '" + build +
                           "' was watched; `parallel-testing suggest <build>` "
                           "watches them");
  }
  return std::move(*latest);
}

void write_suggestions(const cli::invocation& given, const options& wanted,
                       const report& result, const tools::abilities& here) {
  if (wanted.is_stock && !wanted.applies) {
    given.out << tools::stock_cmake_of(result.of, result.found, result.plan);
  }
  if (wanted.applies) {
    apply(given, result.of,
          all_tests_of(result.of.build, wanted.watched.configuration), here,
          wanted.is_stock ? dialect::stock : dialect::parallel_testing);
  }
}

proof proof_of(const cli::invocation& given, const options& wanted,
               const report& result) {
  std::vector<std::string> arguments;
  if (!wanted.watched.configuration.empty()) {
    arguments = {"-C", wanted.watched.configuration};
  }
  arguments.insert(arguments.end(), wanted.watched.ctest.begin(),
                   wanted.watched.ctest.end());
  return prove(given, result.of, result.found, result.plan, arguments);
}

/// Whether the suggestions keep what they promise.
bool act(const cli::invocation& given, const options& wanted,
         const report& result, const tools::abilities& here) {
  std::optional<proof> shown;
  if (wanted.format == cli::output_format::json) {
    if (wanted.proves) {
      shown = proof_of(given, wanted, result);
    }
    given.out << json_of(result, shown);
  } else {
    given.out << text_of(result, given.screen);
    write_suggestions(given, wanted, result, here);
    if (wanted.proves) {
      shown = proof_of(given, wanted, result);
      given.out << text_of(*shown);
    }
  }
  return !shown || shown->holds();
}

int suggest(const cli::invocation& given, const options& wanted) {
  tools::observation seen = observe(given, wanted);
  if (seen.tests.empty()) {
    return cli::exit_no_tests;
  }
  const std::string tree = tools::build_tree_of(seen.build);
  tools::add_globs(seen,
                   tools::read_discovery(tree, wanted.watched.configuration));
  const tools::sharing found = tools::conclude(seen);
  const tools::abilities here = abilities_here(tree);
  const tools::remedy_plan plan = tools::choose_remedies(seen, found, here);
  const report result{seen, found, plan,
                      pairs_of(seen, found, most_json_pairs)};
  const bool is_kept = act(given, wanted, result, here);
  return found.has_strong() || !is_kept ? cli::exit_finding : cli::exit_fine;
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
