// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <exception>

#include "base/os.hpp"
#include "launch.hpp"
#include "observe/observe.hpp"
#include "probe.hpp"
#include "process/coverage.hpp"
#include "process/settings.hpp"
#include "ranks/rank_process.hpp"
#include "start.hpp"
#include "state/state_directory.hpp"
#include "verdicts/death.hpp"
#include "verdicts/registered_test.hpp"

namespace launcher = parallel_testing::launcher;

namespace {

constexpr int usage_status = 2;
constexpr int failure_status = 1;

void print_available(const launcher::options& given) {
  std::string text;
  for (const auto kind : launcher::available_views(given.probed)) {
    if (!text.empty()) {
      text += ',';
    }
    text += parallel_testing::detail::text_of(kind);
  }
  std::puts(text.c_str());
}

void print_coverage_path(const std::string& directory) {
  using namespace parallel_testing;
  const settings given =
      read_settings([](const char* name) { return std::getenv(name); });
  const state_directory state = open_state_directory(given.state_directory);
  std::puts(coverage_path_without_pattern(state, directory).c_str());
}

/// The command, by itself or as the test of a launcher that is watched.
[[noreturn]] void watch(const launcher::options& given, char** command) {
  launcher::observation asked{
      given.observed, given.observed_test, {}, given.only_observes};
  for (char* const* word = command; *word != nullptr; ++word) {
    asked.command.emplace_back(*word);
  }
  if (asked.test.empty()) {
    asked.test = given.name;
  }
  launcher::observe(asked, [&]() -> int {
    if (given.only_observes) {
      return launcher::become(command);
    }
    launcher::launch(given, command);
  });
}

}  // namespace

int main(int argc, char** argv) {
  launcher::options given;
  try {
    given = launcher::read_options(argc, argv);
    given.registered = parallel_testing::own_registered_test();
  } catch (const std::exception& problem) {
    parallel_testing::os::say(problem.what());
    std::fputs(launcher::usage, stderr);
    return usage_status;
  }
  try {
    if (given.shows_help) {
      std::fputs(launcher::usage, stdout);
    } else if (!given.probed.empty()) {
      print_available(given);
    } else if (!given.coverage.empty()) {
      print_coverage_path(given.coverage);
    } else if (!given.rank.directory.empty()) {
      return launcher::run_rank(given.rank, argv + given.command,
                                &launcher::become);
    } else if (!given.observed.empty()) {
      watch(given, argv + given.command);
    } else {
      launcher::launch(given, argv + given.command);
    }
    return 0;
  } catch (const std::exception& problem) {
    parallel_testing::os::say(problem.what());
    if (given.registered) {
      parallel_testing::die_as_failure();
    }
    return failure_status;
  }
}
