// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The resources of which the records of watched tests say that unsteady tests
// share them, and the experiments that prove it. Each resource is examined
// once, with all its tests together.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "commands/stress/diagnosis.hpp"
#include "commands/suggest/latest.hpp"

namespace parallel_testing::stress_command {

using suggest_command::known_sharing;

/// A resource that may be the reason for failures.
struct suspect {
  std::size_t resource = 0;           ///< index in sharing::shared
  std::vector<std::size_t> unsteady;  ///< indices of the cases that use it
  std::vector<std::string> tests;     ///< all that use it, in CTest
};

/// Each unsteady case belongs to at most one suspect: to the resource that
/// explains most of them, one with a strong conflict first. Pure.
[[nodiscard]] std::vector<suspect> suspects_of(
    const std::vector<watched_case>& unsteady, const known_sharing& known);

/// A suggestion that keeps the tests of the resource from using it at the same
/// time, whatever it is. Pure.
[[nodiscard]] tools::suggestion lock_for(const known_sharing& known,
                                         std::size_t resource);

struct group_runner {
  /// Runs these tests at once, with the suggestions applied, and returns the
  /// names of those that ended badly. Nothing if the suggestions cannot be
  /// applied here.
  std::function<std::optional<std::vector<std::string>>(
      const std::vector<std::string>& tests,
      const std::vector<tools::suggestion>& with)>
      run_together;
  int tries = 0;  ///< repetitions of what may be due to chance
};

/// Runs the tests of the suspect together until one of them fails, then tries
/// the remedies, and a lock if none of them helps. Returns nothing if no test
/// fails.
[[nodiscard]] std::optional<finding> prove(
    const suspect& given, const std::vector<watched_case>& unsteady,
    const known_sharing& known, const group_runner& runner);

}  // namespace parallel_testing::stress_command
