// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "cli/common_options.hpp"
#include "ctest/arguments.hpp"
#include "events/shard_record.hpp"
#include "results/writers/junit.hpp"

namespace parallel_testing::run_command {

enum class on_flaky { passes, fails };

/// What follows if the first tests all fail in the same way.
enum class on_broken { goes_on, stops };

/// How often to run all tests.
struct repetition {
  int rounds = 1;  ///< 0: no limit
  bool until_fail = false;
};

enum class run_place { here, allocation, array };

/// Where a run of several nodes gets them from.
struct cluster_options {
  run_place on = run_place::here;
  int tasks = 0;      ///< of an array
  int nodes = 0;      ///< 0: as Slurm decides
  std::string slurm;  ///< further options for salloc or sbatch
};

/// Reads `slurm` or `slurm:array=16`. Returns nothing for any other text. Pure.
[[nodiscard]] std::optional<cluster_options> parse_place(
    const std::string& text);

struct options {
  std::string jobs = "auto";  ///< auto or a number; 0: one by one, in order
  std::string ctest;          ///< path; empty: the one on PATH
  std::string archive;        ///< to unpack first; empty: none
  std::string to;             ///< where to; empty: a temporary directory
  std::string map_source;     ///< the source tree on this machine
  std::string junit;          ///< path of the file; empty: none
  tools::junit_schema schema = tools::junit_schema::all;
  std::string shuffle;  ///< empty (no shuffling), random, or a seed
  std::string run_id;   ///< empty: the one in the environment, or a new one
  /// The directory of a node of a run on several nodes; empty: that of the run.
  std::string node_directory{};
  cluster_options cluster{};
  int maxfail = 0;                      ///< 0: no limit
  std::uint64_t max_output = 1U << 20;  ///< printed bytes of a test
  on_broken broken = on_broken::goes_on;
  int retries = 0;
  int durations = 0;
  on_flaky flaky = on_flaky::passes;
  repetition repeat;
  std::int64_t deadline_ns = 0;              ///< CLOCK_MONOTONIC; 0: no limit
  std::optional<tools::shard_record> shard;  ///< empty: the run is not a shard
  cli::output_format format = cli::output_format::text;
};

struct parsed_options : cli::parsed<options> {
  tools::sorted_arguments sorted;
};

[[nodiscard]] parsed_options parse_options(const cli::invocation& given);

}  // namespace parallel_testing::run_command
