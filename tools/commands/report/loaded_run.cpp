// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/report/loaded_run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <future>
#include <sstream>

#include "base/record.hpp"
#include "cli/command.hpp"
#include "commands/report/repeat_command.hpp"
#include "ctest/build_tree.hpp"
#include "ctest/ctest_query.hpp"
#include "events/run_place.hpp"
#include "results/build_run_result.hpp"
#include "results/recorded_stacks.hpp"

namespace parallel_testing::report_command {
namespace {

bool is_of_plain_ctest(const tools::event_log& log) {
  return std::none_of(log.events.begin(), log.events.end(),
                      [](const tools::event& each) {
                        return each.body.is<tools::run_start>();
                      });
}

/// The tests as ctest lists them: the log of a plain ctest does not contain its
/// names.
std::vector<tools::listed_test> names_for(const tools::event_log& log,
                                          const std::string& build) {
  if (!is_of_plain_ctest(log) || build.empty() || log.events.empty()) {
    return {};
  }
  try {
    return tools::query_tests(build);
  } catch (const cli::failure&) {
    return {};  // use the names in the log instead
  }
}

std::vector<std::string> configurations_of(const std::string& build) {
  std::vector<std::string> result;
  std::istringstream list(
      tools::cached_value(build, "CMAKE_CONFIGURATION_TYPES"));
  for (std::string each; std::getline(list, each, ';');) {
    result.push_back(each);
  }
  return result;
}

tools::run_result load_past(const std::string& path) {
  return tools::build_run_result(tools::load_event_logs({path}).events, {});
}

}  // namespace

loaded_run load_run(const std::string& given, std::size_t past,
                    tools::artifact_contents contents) {
  const tools::run_place place = tools::find_run(given);
  if (place.events.empty()) {
    throw cli::failure(
        cli::exit_environment,
        fmt::format("'{}' has no run; pass a build directory whose tests have "
                    "run, the directory of a run, or its events.ndjson",
                    given));
  }
  std::vector<std::future<tools::run_result>> earlier;
  for (const std::string& path : tools::earlier_runs(place, past)) {
    earlier.push_back(std::async(std::launch::async, load_past, path));
  }
  tools::event_log log = tools::load_event_logs({place.events});
  loaded_run loaded;
  loaded.result =
      tools::build_run_result(log.events, names_for(log, place.build));
  if (loaded.result.build.empty()) {
    loaded.result.build = place.build;  // a plain ctest does not log it
  }
  loaded.is_of_plain_ctest = is_of_plain_ctest(log);
  loaded.configuration =
      configuration_of(loaded.result, configurations_of(loaded.result.build));
  tools::find_stacks(loaded.result, place.events);
  tools::find_artifacts(loaded.result,
                        tools::artifacts_directory_of(place.events), contents);
  loaded.problems = std::move(log.problems);
  for (std::future<tools::run_result>& each : earlier) {
    loaded.past.push_back(each.get());
  }
  return loaded;
}

}  // namespace parallel_testing::report_command
