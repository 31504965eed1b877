// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "commands/commands.hpp"
#include "commands/suggest/options.hpp"
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

int suggest(const cli::invocation& given, const options& wanted) {
  const tools::observation seen = observe(given, wanted);
  if (seen.tests.empty()) {
    return cli::exit_no_tests;
  }
  given.out << fmt::format("{} tests were watched\n", seen.tests.size());
  return cli::exit_fine;
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
