// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/shard/selection.hpp"

#include <fmt/format.h>

#include <string_view>
#include <unordered_set>

#include "base/programs.hpp"
#include "ctest/build_tree.hpp"
#include "ctest/ctest_query.hpp"

namespace parallel_testing::shard_command {
namespace {

using names = std::unordered_set<std::string_view>;

names names_of(const std::vector<tools::listed_test>& tests) {
  names result;
  for (const tools::listed_test& test : tests) {
    result.insert(test.name);
  }
  return result;
}

/// ctest numbers all tests of a tree, so each chosen test must be among them.
void check_known(const names& all, const names& chosen) {
  for (const std::string_view name : chosen) {
    if (!all.contains(name)) {
      throw cli::failure(
          cli::exit_usage,
          fmt::format("the preset selects a test '{}', which the build "
                      "directory does not list without the preset; add the "
                      "configuration of the preset: -C <configuration>",
                      name));
    }
  }
}

}  // namespace

std::string build_directory(const options& wanted) {
  if (!wanted.build.empty()) {
    return wanted.build;
  }
  const sorted_arguments sorted = sort_arguments(wanted.ctest);
  if (sorted.preset.empty()) {
    return ".";
  }
  return tools::build_directory_of_preset(
      tools::choose_ctest(value_of(sorted.running, "--ctest")), sorted.preset,
      tools::current_environment());
}

test_choice choose_tests(const options& wanted) {
  sorted_arguments sorted = sort_arguments(wanted.ctest);
  std::vector<std::string>& choosing = sorted.choosing;
  test_choice result;
  std::vector<tools::listed_test> listed;
  result.all = tools::query_tests(wanted.build, sorted.configuration);
  if (!choosing.empty()) {
    append(choosing, sorted.configuration);
    listed = tools::query_tests(wanted.build, choosing);
  }
  const names chosen = names_of(choosing.empty() ? result.all : listed);
  check_known(names_of(result.all), chosen);
  for (std::size_t at = 0; at < result.all.size(); ++at) {
    if (chosen.contains(result.all[at].name)) {
      result.chosen.push_back(at);
    }
  }
  return result;
}

}  // namespace parallel_testing::shard_command
