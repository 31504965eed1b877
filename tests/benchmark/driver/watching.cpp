// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <fmt/format.h>

#include <filesystem>
#include <string>

#include "benchmarks.hpp"
#include "command.hpp"
#include "statistics.hpp"
#include "surroundings.hpp"

namespace parallel_testing::benchmark {

namespace {

constexpr double ms = 1e3;

struct watched_shape {
  std::string shown;
  std::string name;
  int runs_per_round;
  double most_s;      ///< more than unwatched, 0: no target
  double most_times;  ///< as much as unwatched, 0: no target
};

struct two_ways {
  command ours;
  command other;
};

std::string record_in(const scratch_directory& scratch) {
  return scratch.path() + "/record";
}

two_ways commands_of(const scratch_directory& scratch,
                     const std::string& shape) {
  const std::string program = place::programs + "/watched_shapes";
  return {scratch.as_test({place::launcher, "--observe", record_in(scratch),
                           "--", program, shape}),
          scratch.as_test({program, shape})};
}

row measure(const scratch_directory& scratch, const watched_shape& shape,
            int rounds) {
  const two_ways ways = commands_of(scratch, shape.name);
  for (const command& warm_up : {ways.ours, ways.other}) {
    static_cast<void>(run(warm_up));
  }
  pair_of_series measured;
  for (int round = 0; round < rounds; ++round) {
    const pair_of_series runs = alternate(
        shape.runs_per_round,
        [&] {
          // Each test has a new record.
          std::filesystem::remove(record_in(scratch));
          return run(ways.ours).cpu_s;
        },
        [&] { return run(ways.other).cpu_s; });
    measured.ours.values.push_back(runs.ours.median());
    measured.other.values.push_back(runs.other.median());
  }
  row result{"watched: " + shape.shown, to_text(measured.ours, ms, " ms"),
             to_text(measured.other, ms, " ms") + " unwatched"};
  const series times = measured.ours_by_other();
  const series more = measured.ours_less_other();
  if (shape.most_s > 0) {
    result.comparison = to_text(more, ms, " ms more");
    result.target = fmt::format("{} ms more", shape.most_s * ms);
    result.is_met = more.median() <= shape.most_s;
    return result;
  }
  result.comparison = to_text(times, 1, " times");
  if (shape.most_times > 0) {
    result.target = fmt::format("{} times", shape.most_times);
    result.is_met = times.median() <= shape.most_times;
  }
  return result;
}

/// The launcher is the largest process of this command.
row measure_memory(const scratch_directory& scratch) {
  const two_ways ways = commands_of(scratch, "paths");
  constexpr double kib_per_mib = 1024;
  const double mib =
      static_cast<double>(run(ways.ours).greatest_rss_kib) / kib_per_mib;
  constexpr double most_mib = 32;
  return {"watched: memory for a test of 1,000,000 paths",
          fmt::format("{:.1f} MiB", mib),
          "",
          "",
          fmt::format("{} MiB", most_mib),
          mib <= most_mib};
}

}  // namespace

rows measure_watching(int rounds) {
  const scratch_directory scratch;
  rows result;
  for (const watched_shape& shape : std::initializer_list<watched_shape>{
           {"a program that does nothing", "tiny", 80, 0.6e-3, 0},
           {"five files and 5 ms of work", "medium", 40, 0, 0},
           {"200,000 calls of pread and pwrite", "io", 5, 0, 1.05},
           {"2,000 files created, read and removed", "files", 5, 0, 1.9},
           {"four threads, 300 files each", "threads", 8, 0, 2.0},
           {"fifty programs started", "spawn", 5, 0, 0}}) {
    result.push_back(measure(scratch, shape, rounds));
  }
  result.push_back(measure_memory(scratch));
  return result;
}

}  // namespace parallel_testing::benchmark
