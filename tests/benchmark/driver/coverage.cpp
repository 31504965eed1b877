// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <fmt/format.h>

#include <filesystem>
#include <stdexcept>

#include "benchmarks.hpp"
#include "command.hpp"
#include "statistics.hpp"
#include "surroundings.hpp"

namespace parallel_testing::benchmark {

namespace {

namespace fs = std::filesystem;

const std::string name = "PARALLEL_TESTING_COVERAGE";

std::string sample() {
  return place::samples + "/coverage";
}

/// Wall-clock seconds of the two hundred instrumented cases.
double duration(const std::string& level,
                std::vector<std::pair<std::string, std::string>> variables) {
  const cost ended =
      run({{place::ctest, level, "-Q"}, std::move(variables), sample()});
  return ended.wall_s;
}

row separation(int rounds) {
  const pair_of_series measured = alternate(
      rounds, [] { return duration("-j4", {}); },
      [] {
        return duration("-j4", {{name, "off"}});
      });
  const series more = measured.combined(
      [](double ours, double other) { return (ours / other - 1) * 100; });
  constexpr double most_percent = 5;
  return {"200 instrumented cases at -j4, data apart for each worker",
          to_text(measured.ours, 1, " s"),
          to_text(measured.other, 1, " s") + " all merge into one place",
          to_text(more, 1, " % more"),
          "5 % more",
          more.median() <= most_percent};
}

row separation_of_tests(int rounds) {
  const pair_of_series measured = alternate(
      rounds, [] { return duration("-j4", {}); },
      [] {
        return duration("-j4", {{name + "_PER_TEST", "1"}});
      });
  const series more = measured.combined(
      [](double ours, double other) { return (other / ours - 1) * 100; });
  return {"the same, data apart for each test (PER_TEST)",
          to_text(measured.ours, 1, " s"),
          to_text(measured.other, 1, " s") + " for each test",
          to_text(more, 1, " % more")};
}

row speed_up(int rounds) {
  const pair_of_series measured = alternate(
      rounds, [] { return duration("-j4", {}); },
      [] {
        return duration("-j1", {{name, "off"}});
      });
  return {"the same beside the plain serial run",
          to_text(measured.ours, 1, " s"),
          to_text(measured.other, 1, " s") + " at -j1",
          to_text(measured.other_by_ours(), 1, " times less")};
}

/// Data of one run, a thousand times.
void make_profiles(const std::string& directory) {
  const std::string reports = directory + "/report";
  (void)run(
      {{place::build + "/tools/app/parallel-testing", "coverage", "--test-dir",
        sample(), "--output", reports, "--", "-R", "All/Units"},
       {},
       directory});
  constexpr int profiles = 1000;
  for (int number = 0; number < profiles; ++number) {
    fs::copy(reports + "/data/merged",
             fmt::format("{}/data/gw{}", directory, number),
             fs::copy_options::recursive);
  }
}

row merging(int rounds) {
  const scratch_directory scratch;
  fs::create_directories(scratch.path() + "/data");
  make_profiles(scratch.path());
  const pair_of_series measured = alternate(
      rounds,
      [&] {
        return run({{place::build + "/tools/app/parallel-testing", "coverage",
                     "--test-dir", sample(), "--data", scratch.path() + "/data",
                     "--output", scratch.path() + "/again", "--report", "json"},
                    {},
                    scratch.path()})
            .wall_s;
      },
      [&] {
        // One profile of them, as data and notes lie in a build directory.
        return run({{"lcov", "--capture", "--quiet", "--directory", sample(),
                     "--output-file", scratch.path() + "/lcov.info"},
                    {},
                    scratch.path()})
            .wall_s;
      });
  constexpr double most_seconds = 10;
  return {"1,000 profiles of 40 source files summed and reported, wall time",
          to_text(measured.ours, 1, " s"),
          to_text(measured.other, 1, " s") + " lcov for one of them",
          "",
          "10 s",
          measured.ours.median() <= most_seconds};
}

}  // namespace

rows measure_coverage(int rounds) {
  return {separation(rounds), separation_of_tests(rounds), speed_up(rounds),
          merging(rounds)};
}

}  // namespace parallel_testing::benchmark
