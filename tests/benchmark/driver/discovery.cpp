// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <fmt/format.h>

#include <stdexcept>

#include "benchmarks.hpp"
#include "command.hpp"
#include "statistics.hpp"
#include "surroundings.hpp"

namespace parallel_testing::benchmark {

namespace {

/// The command that the build runs after the link of the target.
command discovery_of(const std::string& target) {
  const std::string program = fmt::format("{}/{}", place::programs, target);
  const cost listed = run({{place::ninja, "-C", place::build, "-t", "commands",
                            "-s", program.substr(place::build.size() + 1)},
                           {}});
  const std::string separator = " && cd ";
  const std::size_t at = listed.output.find(separator);
  if (at == std::string::npos) {
    throw std::runtime_error(fmt::format(
        "no discovery after the link of {}:\n{}", target, listed.output));
  }
  const std::size_t start = at + separator.size() - 3;
  const std::size_t end = listed.output.find('\n', start);
  return {{"sh", "-c", listed.output.substr(start, end - start)}, {}};
}

double cpu_of(const command& measured) {
  return run(measured).cpu_s;
}

row compare(const std::string& what, const std::string& target, int rounds) {
  const command ours = discovery_of(target);
  const command peer = discovery_of(target + "_peer");
  const pair_of_series measured = alternate(
      rounds, [&] { return cpu_of(ours); }, [&] { return cpu_of(peer); });
  const series ratio = measured.other_by_ours();
  constexpr double most_seconds = 0.10;
  constexpr double least_ratio = 6;
  return {
      what,
      to_text(measured.ours, 1, " s"),
      to_text(measured.other, 1, " s") + " gtest_discover_tests",
      to_text(ratio, 1, " times less"),
      "0.10 s, 6 times less",
      measured.ours.median() <= most_seconds && ratio.median() >= least_ratio};
}

row compare_sizes(int rounds) {
  const command many = discovery_of("parametrised_50000");
  const command few = discovery_of("parametrised_5000");
  const pair_of_series measured = alternate(
      rounds, [&] { return cpu_of(many); }, [&] { return cpu_of(few); });
  const series ratio = measured.ours_by_other();
  constexpr double most = 12;
  return {"discovery of 50,000 cases",
          to_text(measured.ours, 1, " s"),
          to_text(measured.other, 1, " s") + " for 5,000",
          to_text(ratio, 1, " times more"),
          "12 times more",
          ratio.median() <= most};
}

}  // namespace

rows measure_discovery(int rounds) {
  return {
      compare("discovery of 5,000 cases of one parametrised suite",
              "parametrised_5000", rounds),
      compare("discovery of 5,000 cases in 100 suites", "suites_5000", rounds),
      compare_sizes(rounds)};
}

}  // namespace parallel_testing::benchmark
