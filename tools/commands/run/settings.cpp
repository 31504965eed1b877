// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/run/settings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <random>

#include "cli/command.hpp"
#include "commands/run/runner.hpp"
#include "ctest/build_tree.hpp"
#include "ctest/ctest_query.hpp"

namespace parallel_testing::run_command {
namespace {

tools::limit automatic(const std::string& build,
                       const tools::variables& environment, int least = 1) {
  tools::job_limits known;
  known.processors = tools::available_processors("");
  known.processors.number = std::max(known.processors.number, least);
  known.jobs_variable = tools::value_of(environment, "PARALLEL_TESTING_JOBS");
  known.memory_requests = tools::memory_requests(tools::build_tree_of(build));
  known.memory = tools::available_memory("");
  return tools::automatic_jobs(known);
}

bool is_run_id(const std::string& text) {
  constexpr std::size_t longest = 64;
  constexpr const char* letters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-";
  return !text.empty() && text.size() <= longest && text[0] != '.' &&
         text.find_first_not_of(letters) == std::string::npos;
}

/// Makes a run that a test starts separate from the run of the test, as ctest
/// does.
void leave_outer_run(tools::variables& environment) {
  if (tools::value_of(environment, "PARALLEL_TESTING_WORKER").empty() ||
      tools::value_of(environment, "PARALLEL_TESTING_NESTED") == "inherit") {
    return;
  }
  for (const char* name : {"RUN_ID", "NODE_DIR", "WORKER", "WORKER_COUNT",
                           "TEMP_DIR", "TEST_NAME"}) {
    environment.erase(std::string("PARALLEL_TESTING_") + name);
  }
}

std::uint64_t seed_of(const std::string& wanted) {
  if (wanted.empty()) {
    return 0;
  }
  std::uint64_t seed = 0;
  const auto parsed =
      std::from_chars(wanted.data(), wanted.data() + wanted.size(), seed);
  const bool whole =
      parsed.ec == std::errc() && parsed.ptr == wanted.data() + wanted.size();
  if (wanted == "random") {
    constexpr std::uint64_t least = 100'000'000;
    constexpr std::uint64_t range = 900'000'000;
    return least + std::random_device()() % range;
  }
  if (!whole || seed == 0) {
    throw cli::failure(cli::exit_usage,
                       fmt::format("--shuffle requires a seed of 1 or more, "
                                   "not '{}'",
                                   wanted));
  }
  return seed;
}

void decide_jobs(run_settings& into, const options& wanted) {
  if (wanted.jobs == "auto") {
    into.jobs = automatic(into.build, into.environment);
    // The variable is included in `jobs` already. A pool of workers would
    // enforce it again, at a cost.
    into.environment.erase("PARALLEL_TESTING_JOBS");
    return;
  }
  int number = 0;
  const std::string& text = wanted.jobs;
  std::from_chars(text.data(), text.data() + text.size(), number);
  into.in_order = number == 0;
  into.jobs = {std::max(number, 1), "-j " + text};
}

}  // namespace

int automatic_jobs_here(const std::string& build, int least) {
  return automatic(build, tools::current_environment(), least).number;
}

std::uint64_t random_seed() {
  return seed_of("random");
}

std::string new_run_id() {
  std::random_device source;
  return fmt::format("{:08x}{:08x}{:08x}{:08x}", source(), source(), source(),
                     source());
}

namespace {

void check_arguments_of_tests(const std::string& ctest) {
  const std::string version = tools::version_of_ctest(ctest);
  if (!tools::passes_arguments_on(version)) {
    throw cli::failure(
        cli::exit_usage,
        fmt::format("'--' passes arguments to the programs of tests, which "
                    "needs ctest 4.4 or newer; this one is {}. Options of "
                    "ctest need no '--' before them, and arguments for the "
                    "programs of tests may also be in EXTRA_ARGS",
                    version.empty() ? "of an unknown version" : version));
  }
}

}  // namespace

run_settings decide(const options& wanted,
                    const tools::sorted_arguments& sorted) {
  namespace fs = std::filesystem;
  run_settings result;
  result.ctest = tools::choose_ctest(wanted.ctest);
  result.environment = tools::current_environment();
  leave_outer_run(result.environment);
  const bool is_node = !wanted.node_directory.empty();
  if (sorted.has_preset && !is_node) {
    result.build = tools::build_directory_of_preset(result.ctest, sorted.ctests,
                                                    result.environment);
  } else {
    result.build =
        fs::absolute(sorted.test_directory.empty() ? "."
                                                   : sorted.test_directory)
            .lexically_normal()
            .string();
  }
  if (sorted.has_preset && is_node) {
    result.overwritten_build = result.build;
  }
  while (result.build.size() > 1 && result.build.ends_with('/')) {
    result.build.pop_back();
  }
  tools::check_build_directory(result.build);
  const std::string tree = tools::build_tree_of(result.build);
  result.project = tools::cached_value(tree, "CMAKE_PROJECT_NAME");
  result.has_module = tools::uses_module(tree);
  decide_jobs(result, wanted);
  result.seed = seed_of(wanted.shuffle);
  result.selection = sorted.ctests;
  result.for_tests = sorted.for_tests;
  if (!result.for_tests.empty()) {
    check_arguments_of_tests(result.ctest);
  }
  result.arguments = tools::without_numbered_selection(sorted.ctests);
  result.run_id =
      wanted.run_id.empty()
          ? tools::value_of(result.environment, "PARALLEL_TESTING_RUN_ID")
          : wanted.run_id;
  if (!is_run_id(result.run_id)) {
    result.run_id = new_run_id();
  }
  result.run_directory =
      tree + "/Testing/ParallelTesting/runs/" + result.run_id;
  result.environment["PARALLEL_TESTING_RUN_ID"] = result.run_id;
  result.environment.erase("PARALLEL_TESTING_NODE_DIR");
  if (!wanted.node_directory.empty()) {
    result.run_directory = wanted.node_directory;
    result.environment["PARALLEL_TESTING_NODE_DIR"] = wanted.node_directory;
  }
  return result;
}

tools::variables environment_of_round(const run_settings& with,
                                      std::int64_t round) {
  tools::variables environment = with.environment;
  if (with.seed != 0) {
    environment["PARALLEL_TESTING_SHUFFLE"] =
        std::to_string(with.seed + static_cast<std::uint64_t>(round) - 1);
  } else if (with.in_order) {
    environment["PARALLEL_TESTING_ORDER"] = "declared";
  }
  return environment;
}

std::vector<std::string> header_of(const run_settings& with) {
  std::vector<std::string> lines;
  const std::string project = with.project.empty() ? "tests" : with.project;
  std::string first =
      fmt::format("{}: {} worker{} ({}{})", project, with.jobs.number,
                  with.jobs.number == 1 ? "" : "s", with.jobs.by,
                  with.in_order ? ", in the order of declaration" : "");
  lines.push_back(first + " in " + with.build);
  if (with.seed != 0 && with.has_module) {
    lines.push_back(
        fmt::format("shuffled; --shuffle={} repeats the order", with.seed));
  } else if (with.seed != 0) {
    lines.emplace_back(
        "shuffled by ctest; only tests that ParallelTesting registers can be "
        "shuffled the same way again");
  }
  for (const std::string& database : tools::databases_of(with.environment)) {
    lines.push_back("database: " + database);
  }
  return lines;
}

}  // namespace parallel_testing::run_command
