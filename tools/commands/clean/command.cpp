// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <limits>
#include <optional>
#include <ostream>
#include <parallel_testing/error.hpp>
#include <system_error>

#include "base/json.hpp"
#include "cli/common_options.hpp"
#include "commands/clean/databases.hpp"
#include "commands/commands.hpp"
#include "ctest/build_tree.hpp"
#include "events/run_place.hpp"
#include "lib/src/state/run_registry.hpp"
#include "lib/src/state/state_directory.hpp"

namespace parallel_testing::clean_command {
namespace {

using nlohmann::ordered_json;

constexpr const char* footer =
    R"(A run is dead when its ctest and all its processes have ended. `clean` removes
its directories, its event log and its file in the state directory. --all also
removes the databases and schemas of dead runs from the PostgreSQL server of
DATABASE_URL or PG*; these do not record their build tree. Runs of other users
stay.
Example: parallel-testing clean --all --dry-run
Exit codes: 0 success, 2 wrong usage, 3 the build directory, the state directory
or the server cannot be used.)";

struct options {
  std::string build = ".";
  bool of_machine = false;
  int keep = 1;
  mode how = mode::remove;
  cli::output_format format = cli::output_format::text;
};

struct leftovers {
  std::vector<run_record> runs;
  std::vector<std::string> databases;
};

std::optional<std::string> variable(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

/// The directory with the event logs of the build tree.
std::filesystem::path runs_of(const std::string& build) {
  namespace fs = std::filesystem;
  const std::string tree =
      tools::build_tree_of(fs::weakly_canonical(fs::absolute(build)).string());
  if (!fs::exists(fs::path(tree) / "CMakeCache.txt")) {
    throw cli::failure(
        cli::exit_environment,
        fmt::format("'{}' is not in a build tree, because it has no "
                    "CMakeCache.txt; pass a build directory, or --all for all "
                    "runs on this machine",
                    build));
  }
  return tools::runs_directory_of(tree);
}

leftovers collect(const options& wanted) {
  namespace fs = std::filesystem;
  leftovers found;
  const fs::path runs = wanted.of_machine ? fs::path() : runs_of(wanted.build);
  const auto is_meant = [&](const run_record& each) {
    std::error_code problem;
    return wanted.of_machine ||
           fs::weakly_canonical(each.directory, problem).parent_path() == runs;
  };
  // Databases come first: the file of a run shows that the run is dead.
  if (wanted.of_machine && names_a_server()) {
    found.databases = collect_databases(wanted.how);
  }
  const state_directory state =
      open_state_directory(variable("PARALLEL_TESTING_STATE_DIR"));
  for (run_record& each : find_dead_runs(state, wanted.keep)) {
    if (is_meant(each) &&
        (wanted.how == mode::only_list || remove_dead_run(state, each))) {
      found.runs.push_back(std::move(each));
    }
  }
  return found;
}

std::string text_of(const leftovers& found, mode how) {
  const char* const word = how == mode::remove ? "removed" : "would remove";
  std::string text;
  for (const run_record& each : found.runs) {
    text += fmt::format("{} run {}: {}", word, each.id, each.directory);
    text += each.temporary == each.directory || each.temporary.empty()
                ? "\n"
                : fmt::format(", {}\n", each.temporary);
  }
  for (const std::string& each : found.databases) {
    text += fmt::format("{} {}\n", word, each);
  }
  return text.empty() ? "dead runs left nothing behind\n" : text;
}

std::string json_of(const leftovers& found, mode how) {
  ordered_json runs = ordered_json::array();
  for (const run_record& each : found.runs) {
    runs.push_back({{"id", each.id},
                    {"directory", each.directory},
                    {"temporary", each.temporary},
                    {"created_ns", each.created_ns}});
  }
  const ordered_json root{{"version", 1},
                          {"removed", how == mode::remove},
                          {"runs", std::move(runs)},
                          {"databases", found.databases}};
  return tools::json_text(root);
}

}  // namespace

int run(const cli::invocation& given) {
  options wanted;
  bool is_dry = false;
  cli::parser app("clean", "Removes what dead runs left behind.");
  app.footer(footer);
  cli::add_build_directory(app, wanted.build);
  app.add_flag("--all", wanted.of_machine,
               "clean the runs of all build trees on this machine")
      .excludes("--test-dir");
  app.add_flag("--dry-run", is_dry, "only print what would be removed");
  app.add("--keep", wanted.keep,
          "keep the N latest runs of each build tree (default: 1)")
      .between(0, std::numeric_limits<int>::max())
      .value_name("N");
  cli::add_format(app, wanted.format);
  if (const auto exit_code = app.parse(given)) {
    return *exit_code;
  }
  wanted.how = is_dry ? mode::only_list : mode::remove;
  try {
    const leftovers found = collect(wanted);
    given.out << (wanted.format == cli::output_format::json
                      ? json_of(found, wanted.how)
                      : text_of(found, wanted.how));
    return cli::exit_fine;
  } catch (const error& problem) {
    throw cli::failure(cli::exit_environment, problem.what());
  }
}

}  // namespace parallel_testing::clean_command
