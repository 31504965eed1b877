// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/adopt/rounds.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <ostream>
#include <string>

#include "commands/run/runner.hpp"
#include "commands/run/settings.hpp"
#include "ctest/ctest_query.hpp"

namespace parallel_testing::adopt_command {

namespace {

constexpr int first_shuffled_round = 4;

}  // namespace

tools::measured_suite measured(
    const suggest_command::proof_round& serial,
    const std::vector<suggest_command::proof_round>& parallel) {
  tools::measured_suite result;
  result.tests = serial.verdicts.size();
  result.serial_s = serial.seconds;
  for (const auto& [name, outcome] : serial.verdicts) {
    if (tools::is_bad(outcome)) {
      result.failed_serially.push_back(name);
    }
    for (const suggest_command::proof_round& round : parallel) {
      const auto found = round.verdicts.find(name);
      if (found == round.verdicts.end() || tools::is_bad(found->second)) {
        ++result.failed_in_parallel[name];
      }
    }
  }
  for (const suggest_command::proof_round& round : parallel) {
    result.parallel_s.push_back(round.seconds);
  }
  return result;
}

int seconds_for_a_test(const suggest_command::proof_round& serial) {
  constexpr double least = 60;
  constexpr double most = 1500;
  return static_cast<int>(std::clamp(2 * serial.seconds, least, most));
}

std::string command_text(const std::string& build) {
  return fmt::format("{} --test-dir '{}' -j{}", tools::ctest_of(build), build,
                     parallel_jobs);
}

tools::measured_suite measure(const cli::invocation& given,
                              const std::string& build, const char* what) {
  run_command::quiet_run how{
      build, tools::choose_ctest(tools::ctest_of(build)), {}};
  const auto report = [&](const std::string& text) {
    given.err << "parallel-testing adopt: " << text << std::endl;
  };
  report(fmt::format("running the tests {} the changes, serially", what));
  const suggest_command::proof_round serial =
      suggest_command::round_of(run_command::run_quietly(given, how, "0"));
  if (serial.verdicts.empty()) {
    throw cli::failure(
        cli::exit_environment,
        fmt::format("ctest ran no test in '{}' {} the changes", build, what));
  }
  how.arguments = {"--timeout", std::to_string(seconds_for_a_test(serial))};
  std::vector<suggest_command::proof_round> rounds;
  for (int number = 1; number <= parallel_rounds; ++number) {
    report(fmt::format("running the tests {} the changes, -j{}, round {} of {}",
                       what, parallel_jobs, number, parallel_rounds));
    const std::uint64_t seed =
        number < first_shuffled_round ? 0 : run_command::random_seed();
    rounds.push_back(suggest_command::round_of(
        run_command::run_quietly(given, how, parallel_jobs, seed)));
  }
  return measured(serial, rounds);
}

}  // namespace parallel_testing::adopt_command
