// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <fmt/format.h>

#include <string>

#include "benchmarks.hpp"
#include "command.hpp"
#include "statistics.hpp"
#include "surroundings.hpp"

namespace parallel_testing::benchmark {

namespace {

constexpr int runs_per_round = 80;
constexpr double ms = 1e3;

/// A program with an adapter; `<name>_peer` is the same without.
struct measured_program {
  std::string shown;
  std::string name;
  std::string only_case;
  int variables = 0;  ///< of the environment, beside those of a test
  double most_s = 0;  ///< more than its peer, 0: no target
};

const measured_program smallest = {"one case in its own process", "one_case",
                                   "Orders.AreSaved", 0, 0.3e-3};
const measured_program like_a_real_one = {
    "one of 3,000 cases, 20 shared libraries, 400 variables", "real_suite",
    "Suite7.Case50", 400, 0};

command command_of(const scratch_directory& scratch,
                   const measured_program& program, const std::string& suffix) {
  command result =
      scratch.as_test({place::programs + "/" + program.name + suffix,
                       "--gtest_filter=" + program.only_case,
                       "--gtest_also_run_disabled_tests"});
  constexpr std::size_t usual_length = 60;
  for (int at = 0; at < program.variables; ++at) {
    result.variables.emplace_back("VARIABLE_" + std::to_string(at),
                                  std::string(usual_length, 'x'));
  }
  return result;
}

/// The same runs, once by processor time and once by the clock.
struct both_times {
  pair_of_series cpu;
  pair_of_series wall;
};

/// One round's medians go into `into`.
void add_round(const command& ours, const command& other, both_times& into) {
  series walls_of_ours;
  series walls_of_other;
  const auto cpu_of = [](const command& measured, series& walls) {
    const cost spent = run(measured);
    walls.values.push_back(spent.wall_s);
    return spent.cpu_s;
  };
  const pair_of_series runs = alternate(
      runs_per_round, [&] { return cpu_of(ours, walls_of_ours); },
      [&] { return cpu_of(other, walls_of_other); });
  into.cpu.ours.values.push_back(runs.ours.median());
  into.cpu.other.values.push_back(runs.other.median());
  into.wall.ours.values.push_back(walls_of_ours.median());
  into.wall.other.values.push_back(walls_of_other.median());
}

both_times measure(const measured_program& program, int rounds) {
  const scratch_directory scratch;
  const command ours = command_of(scratch, program, "");
  const command other = command_of(scratch, program, "_peer");
  // The first test of a run makes its directories.
  for (const command& warm_up : {ours, other}) static_cast<void>(run(warm_up));
  both_times result;
  for (int round = 0; round < rounds; ++round) add_round(ours, other, result);
  return result;
}

row to_row(const std::string& shown, const pair_of_series& measured,
           double most_s) {
  const series more = measured.ours_less_other();
  row result{shown, to_text(measured.ours, ms, " ms"),
             to_text(measured.other, ms, " ms") + " without us",
             to_text(more, ms, " ms more")};
  if (most_s > 0) {
    result.target = fmt::format("{} ms more", most_s * ms);
    result.is_met = more.median() <= most_s;
  }
  return result;
}

}  // namespace

rows measure_one_case(int rounds) {
  rows result;
  for (const measured_program& program : {smallest, like_a_real_one}) {
    const both_times measured = measure(program, rounds);
    result.push_back(to_row(program.shown, measured.cpu, program.most_s));
    result.push_back(to_row("the same by the clock", measured.wall, 0));
  }
  return result;
}

}  // namespace parallel_testing::benchmark
