// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/run/cluster_tests.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <numeric>
#include <set>
#include <sstream>
#include <string_view>
#include <unordered_set>

#include "base/record.hpp"
#include "base/whole_file.hpp"
#include "cli/command.hpp"
#include "commands/run/ctest_command.hpp"
#include "ctest/arguments.hpp"
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

/// With a preset, ctest lists only tests that the preset selects, and only -N
/// prints their numbers.
std::vector<int> numbers_of(const run_settings& with, std::size_t count) {
  tools::program_start listing;
  listing.arguments = {with.ctest};
  listing.arguments.insert(listing.arguments.end(), with.selection.begin(),
                           with.selection.end());
  std::erase(listing.arguments, "--rerun-failed");
  listing.arguments.emplace_back("-N");
  listing.environment = with.environment;
  (*listing.environment)["PARALLEL_TESTING_ORDER"] = "declared";
  std::vector<int> numbers = numbers_in_list(tools::output_of(listing).out);
  if (numbers.size() != count) {
    throw cli::failure(
        cli::exit_environment,
        fmt::format("ctest -N and ctest --show-only=json-v1 list different "
                    "tests of the preset ({} and {}); run without the preset",
                    numbers.size(), count));
  }
  return numbers;
}

}  // namespace

const tools::listed_test* cluster_tests::find(int number) const {
  const auto at = std::lower_bound(numbers.begin(), numbers.end(), number);
  return at == numbers.end() || *at != number
             ? nullptr
             : &all[static_cast<std::size_t>(at - numbers.begin())];
}

std::vector<int> numbers_in_list(const std::string& text) {
  constexpr std::string_view word = "Test";
  std::vector<int> numbers;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    std::string_view rest = line;
    const auto skip_blanks = [&rest] {
      rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
    };
    skip_blanks();
    const bool is_indented = line.starts_with("  ");
    if (!is_indented || !rest.starts_with(word)) {
      continue;
    }
    rest.remove_prefix(word.size());
    skip_blanks();
    int number = 0;
    if (rest.starts_with('#') &&
        std::from_chars(rest.data() + 1, rest.data() + rest.size(), number)
                .ec == std::errc()) {
      numbers.push_back(number);
    }
  }
  return numbers;
}

cluster_tests list_cluster_tests(const run_settings& with,
                                 const tools::sorted_arguments& sorted) {
  cluster_tests result;
  run_settings whole = with;
  // The options that select tests may change the numbers in a preset.
  whole.selection = sorted.has_preset ? with.selection : with.arguments;
  const std::int64_t begin_ns = tools::monotonic_ns();
  result.listing = text_listed(whole, sorted);
  constexpr std::int64_t ns_per_ms = 1'000'000;
  result.listing_ms = (tools::monotonic_ns() - begin_ns) / ns_per_ms;
  result.all = tests_in(result.listing);
  if (sorted.has_preset) {
    result.numbers = numbers_of(with, result.all.size());
  } else {
    result.numbers.resize(result.all.size());
    std::iota(result.numbers.begin(), result.numbers.end(), 1);
  }
  std::unordered_set<std::string> names;
  if (with.selection != whole.selection) {
    for (const tools::listed_test& each : tests_in(text_listed(with, sorted))) {
      names.insert(each.name);
    }
  } else {
    for (const tools::listed_test& each : result.all) {
      names.insert(each.name);
    }
  }
  remove_listing(with);
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

std::vector<std::string> agent_arguments(
    const options& wanted, const run_settings& with,
    const tools::sorted_arguments& sorted) {
  std::vector<std::string> arguments{
      "-j",           wanted.jobs,
      "--retries",    std::to_string(wanted.retries),
      "--max-output", std::to_string(wanted.max_output) + "B",
      "--ctest",      with.ctest};
  if (with.seed != 0) {
    arguments.push_back("--shuffle=" + std::to_string(with.seed));
  }
  std::vector<std::string> more =
      without_directory(sorted.has_preset ? with.selection : with.arguments);
  std::erase(more, "--rerun-failed");
  arguments.insert(arguments.end(), more.begin(), more.end());
  arguments.insert(arguments.end(), with.for_tests.begin(),
                   with.for_tests.end());
  return arguments;
}

std::vector<std::string> with_own_log(std::vector<std::string> arguments,
                                      const std::string& node) {
  const std::size_t end = tools::end_of_options(arguments);
  for (std::size_t at = 0; at < end; ++at) {
    const std::string& word = arguments[at];
    if ((word == "-O" || word == "--output-log") && at + 1 < end) {
      arguments[++at] += "." + node;
    } else if (word.starts_with("--output-log=")) {
      arguments[at] += "." + node;
    }
  }
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
