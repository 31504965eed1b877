// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/run/cluster_tests.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <unordered_set>

#include "base/record.hpp"
#include "base/whole_file.hpp"
#include "cli/command.hpp"
#include "commands/run/ctest_command.hpp"
#include "ctest/failed_tests.hpp"
#include "division/groups.hpp"
#include "events/event_writer.hpp"

namespace parallel_testing::run_command {
namespace {

std::string text_listed(const run_settings& with,
                        const tools::sorted_arguments& sorted) {
  const tools::program_output listed =
      tools::output_of(listing_of(with, sorted));
  if (listed.exit_code != 0) {
    throw cli::failure(cli::exit_environment,
                       fmt::format("ctest cannot list the tests of '{}'; see "
                                   "its message above",
                                   with.build));
  }
  return listed.out;
}

std::vector<tools::listed_test> tests_in(const std::string& text) {
  try {
    return tools::parse_listing(text);
  } catch (const tools::record_error& problem) {
    throw cli::failure(
        cli::exit_environment,
        fmt::format("what ctest lists cannot be read: {}", problem.what()));
  }
}

/// Removes --test-dir: each agent has its own.
std::vector<std::string> without_directory(
    const std::vector<std::string>& arguments) {
  std::vector<std::string> result;
  for (std::size_t at = 0; at < arguments.size(); ++at) {
    if (arguments[at] == "--test-dir") {
      ++at;
    } else if (!arguments[at].starts_with("--test-dir=")) {
      result.push_back(arguments[at]);
    }
  }
  return result;
}

}  // namespace

cluster_tests list_cluster_tests(const run_settings& with,
                                 const tools::sorted_arguments& sorted) {
  cluster_tests result;
  run_settings whole = with;
  whole.selection = with.arguments;
  const std::int64_t begin_ns = tools::monotonic_ns();
  result.listing = text_listed(whole, sorted);
  constexpr std::int64_t ns_per_ms = 1'000'000;
  result.listing_ms = (tools::monotonic_ns() - begin_ns) / ns_per_ms;
  result.all = tests_in(result.listing);
  std::unordered_set<std::string> names;
  if (with.selection != with.arguments) {
    for (const tools::listed_test& each : tests_in(text_listed(with, sorted))) {
      names.insert(each.name);
    }
  } else {
    for (const tools::listed_test& each : result.all) {
      names.insert(each.name);
    }
  }
  remove_listing(with);
  std::error_code is_used;
  std::filesystem::remove(with.run_directory, is_used);
  if (std::find(with.selection.begin(), with.selection.end(),
                "--rerun-failed") != with.selection.end()) {
    std::unordered_set<std::string> failed;
    for (const auto& [number, name] : tools::parse_failed_tests(
             tools::read_file(tools::failed_tests_file(with.build))
                 .value_or(""))) {
      failed.insert(name);
    }
    std::erase_if(
        names, [&](const std::string& name) { return !failed.contains(name); });
  }
  for (std::size_t at = 0; at < result.all.size(); ++at) {
    if (names.contains(result.all[at].name)) {
      result.chosen.push_back(at);
    }
  }
  return result;
}

std::vector<std::string> agent_arguments(const options& wanted,
                                         const run_settings& with) {
  std::vector<std::string> arguments{
      "-j",           wanted.jobs,
      "--retries",    std::to_string(wanted.retries),
      "--max-output", std::to_string(wanted.max_output) + "B",
      "--ctest",      with.ctest};
  if (with.seed != 0) {
    arguments.push_back("--shuffle=" + std::to_string(with.seed));
  }
  if (wanted.broken == on_broken::stops) {
    arguments.emplace_back("--stop-when-broken");
  }
  const std::vector<std::string> more = without_directory(with.arguments);
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

std::vector<std::string> lock_names(const cluster_tests& tests) {
  std::set<std::string> keys;
  for (const std::size_t at : tests.chosen) {
    for (const std::string& key : division::cluster_locks_of(tests.all[at])) {
      keys.insert(key);
    }
  }
  return {keys.begin(), keys.end()};
}

std::string licence_name(const std::string& key) {
  return key.substr(key.find(':') + 1);
}

}  // namespace parallel_testing::run_command
