// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The settings of a run, decided before anything starts.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/machine.hpp"
#include "base/programs.hpp"
#include "commands/run/options.hpp"

namespace parallel_testing::run_command {

struct run_settings {
  std::string ctest;
  std::string build;
  std::string project;
  std::string run_id;
  std::string run_directory;
  /// Instead of the build directory of the preset; "" otherwise.
  std::string overwritten_build{};
  bool has_module = false;
  tools::limit jobs;
  bool in_order = false;         ///< -j 0
  std::uint64_t seed = 0;        ///< 0: not shuffled
  tools::variables environment;  ///< for every ctest
  std::vector<std::string>
      arguments;  ///< for every ctest, without the selection
  std::vector<std::string> selection;  ///< the same with the selection
  std::vector<std::string> for_tests;  ///< `--` and what tests get, or nothing
};

/// Throws cli::failure if ctest or the build tree is missing, or if this ctest
/// does not pass arguments on to tests.
[[nodiscard]] run_settings decide(const options& wanted,
                                  const tools::sorted_arguments& sorted);

/// The environment of ctest in one round.
[[nodiscard]] tools::variables environment_of_round(const run_settings& with,
                                                    std::int64_t round);

/// The lines above the tests in the output.
[[nodiscard]] std::vector<std::string> header_of(const run_settings& with);

/// 32 hexadecimal digits that no other run has.
[[nodiscard]] std::string new_run_id();

/// A seed for a random order; never 0.
[[nodiscard]] std::uint64_t random_seed();

}  // namespace parallel_testing::run_command
